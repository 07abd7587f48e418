// Each target's lines, read by the real program that reads its file, in a home whose path has a quote and a blank.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { setBlock } from "#apply/block.ts";
import { handMade } from "./handmade.ts";
import type { Ask, FileBlock } from "./target.ts";
import { chooseTargets, TARGETS } from "./targets.ts";

const BASE = "/usr/bin:/bin";

function askFor(root: string, more: Partial<Ask> = {}): Ask {
  const env = { HOME: "/home/u", ...more.env };
  const nothing = {
    rc: { files: [] },
    goenvfile: undefined,
    hook: false,
    words: [],
    isRoot: false,
  };
  return { root, ...nothing, ...more, env };
}

function targetNamed(name: string) {
  const target = TARGETS.find((one) => one.name === name);
  assert.ok(target, name);
  return target;
}

function withFiles(use: (home: string, root: string) => void): void {
  const home = mkdtempSync(join(tmpdir(), "gostead-setup-"));
  try {
    use(home, join(home, "it's my gostead"));
  } finally {
    rmSync(home, { recursive: true });
  }
}

function write(blocks: readonly FileBlock[], before = ""): void {
  for (const { path, lines } of blocks) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, setBlock(Buffer.from(before), { name: "", lines }));
  }
}

interface Shell {
  readonly target: string;
  readonly argv: readonly [string, ...string[]];
  readonly print: string;
}

const SHELLS: readonly Shell[] = [
  { target: "bash", argv: ["bash", "-ic"], print: 'echo "=$PATH"' },
  { target: "bash", argv: ["bash", "-lc"], print: 'echo "=$PATH"' },
  { target: "profile", argv: ["dash", "-lc"], print: 'echo "=$PATH"' },
  { target: "profile", argv: ["busybox", "sh", "-lc"], print: 'echo "=$PATH"' },
  { target: "zsh", argv: ["zsh", "-ic"], print: 'echo "=$PATH"' },
  { target: "fish", argv: ["fish", "-c"], print: 'echo "="(string join : $PATH)' },
];

for (const { target, argv, print } of SHELLS) {
  const [program, ...flags] = argv;
  const skip = spawnSync(program, ["-c", ":"]).error === undefined ? false : `no ${program} here`;
  test(`${argv.join(" ")} has gostead first, once, also when it is started by itself`, {
    skip,
  }, () => {
    withFiles((home, root) => {
      write(
        targetNamed(target).blocks(askFor(root, { env: { HOME: home } })),
        "set -eu\n".slice(target === "fish" ? 8 : 0),
      );
      const ours = `${root}/shims:${root}/bin`;
      const pathIn = (PATH: string) => {
        const env = { HOME: home, PATH, TERM: "dumb" };
        const ran = spawnSync(program, [...flags, print], { env, encoding: "utf8" });
        return /^=(.*)$/m.exec(ran.stdout)?.[1] ?? assert.fail(ran.stderr);
      };
      const path = pathIn(BASE);
      assert.ok(path.startsWith(`${ours}:`), path);
      assert.equal(path.split(root).length, 3);
      assert.equal(pathIn(path).split(root).length, 3);
    });
  });
}

test("a file with CRLF still runs in bash", () => {
  withFiles((home, root) => {
    const file = { path: join(home, ".bashrc"), crlf: true, there: true, lines: [] };
    // Only what the target looks at.
    const rc = { files: [file] } as unknown as Ask["rc"];
    const ask = askFor(root, { env: { HOME: home }, rc });
    write(targetNamed("bash").blocks(ask), "a=1\r\nb=2\r\n");
    const env = { HOME: home, PATH: BASE, TERM: "dumb" };
    const ran = spawnSync("bash", ["-ic", 'echo "=$PATH"'], { env, encoding: "utf8" });
    assert.match(ran.stdout, new RegExp(`^=${root}/shims:`, "m"));
  });
});

test("files that expand nothing get the whole PATH, and refuse what they cannot hold", () => {
  const ask = askFor("/opt/gostead", { isRoot: true, words: ["nginx"] });
  const linesOf = (name: string, asked = ask) => targetNamed(name).blocks(asked)[0]?.lines;
  const system = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  assert.deepEqual(linesOf("environment"), [
    `PATH="/opt/gostead/shims:/opt/gostead/bin:${system}"`,
  ]);
  assert.deepEqual(linesOf("systemd"), [
    "[Service]",
    `Environment="PATH=/opt/gostead/shims:/opt/gostead/bin:${system}"`,
  ]);
  const odd = askFor('/o%n"e', { isRoot: true, words: ["nginx"] });
  assert.match(linesOf("systemd", odd)?.[1] ?? "", /^Environment="PATH=\/o%%n\\"e\/shims:/);
  for (const name of ["environment", "environment.d"]) {
    assert.throws(() => linesOf(name, odd), { code: "bad-setting" });
  }
  assert.equal(
    targetNamed("systemd").blocks(ask)[0]?.path,
    "/etc/systemd/system/nginx.service.d/gostead.conf",
  );
});

test("no HOME, or one that is not absolute, is nobody's home", () => {
  for (const HOME of [undefined, "", "u"]) {
    for (const name of ["bash", "zsh", "fish", "profile", "environment.d", "direnv"]) {
      const ask = askFor("/g", { env: { HOME } });
      assert.throws(() => targetNamed(name).blocks(ask), { code: "bad-setting" }, name);
    }
  }
});

test("words are divided among targets, and wrong ones are named", () => {
  const names = (words: string[], shell = "zsh") =>
    chooseTargets(words, shell).map(({ target, words: own }) => [target.name, ...own].join(" "));
  assert.deepEqual(names([]), ["zsh"]);
  assert.deepEqual(names([], "csh"), ["profile"]);
  assert.deepEqual(
    names(["bash", "systemd", "a@b", "goenv", "GOPROXY=x=y", "GOPRIVATE=z", "fish"]),
    ["bash", "systemd a@b", "goenv GOPROXY=x=y GOPRIVATE=z", "fish"],
  );
  assert.throws(() => names(["A=b"]), { code: "usage" });
  assert.throws(() => names(["constructor"]), { code: "usage" });
});

test("Go's file: never GOROOT, no value of the user's own, the log stays on", () => {
  const goenvfile = {
    path: "/home/u/.config/go/env",
    there: true,
    ignored: [],
    lines: [{ line: 3, name: "GOPROXY", value: "https://own.test", ours: false }],
  };
  const set = (...words: string[]) =>
    targetNamed("goenv").blocks(askFor("/g", { goenvfile, words }));
  assert.deepEqual(set("GOTOOLCHAIN=local")[0]?.lines, ["GOTOOLCHAIN=local"]);
  for (const word of ["GOROOT=/x", "GOSUMDB=off", "GOPROXY=https://a.test", "GOTOOLCHAIN=a\nb"]) {
    assert.throws(() => set(word), { code: "usage" }, word);
  }
  assert.throws(() => set(), { code: "usage" });
});

test("only lines behind the block that put another go first are said", () => {
  const line = (at: number, text: string) => ({
    line: at,
    text,
    names: ["PATH"],
    sets: null,
    value: null,
    exported: false,
  });
  const lines = [
    line(1, "export PATH=/usr/local/go/bin:$PATH"),
    line(3, "  *) export PATH='/g/shims':$PATH ;;"),
    line(5, "export PATH=$PATH:/usr/local/go/bin"),
    line(6, "export PATH=$HOME/go/bin:$PATH"),
    line(7, "export PATH=/usr/local/go1.20/bin:$PATH"),
    line(8, 'eval "$(goenv init -)"; PATH=~/.goenv/shims:$PATH'),
  ];
  const rc = { files: [{ path: "/f", lines }] } as unknown as Ask["rc"];
  const said = handMade([{ path: "/f", lines: [] }], askFor("/g", { rc }));
  assert.deepEqual(
    said.map((one) => /^\/f:(\d)/.exec(one)?.[1]),
    ["7", "8"],
  );
});
