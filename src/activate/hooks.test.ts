// The hooks in real shells: which go runs after each step, and that a shell is left as it was found.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { describe } from "node:test";
import { withHooks } from "../../test/support/hookhome.ts";
import { has } from "../../test/support/shells.ts";
import type { ShimHome } from "../../test/support/shimhome.ts";

interface Real {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  /** What the shell does before each prompt. */
  readonly prompt: string;
}

const BASH = 'for c in "${PROMPT_COMMAND[@]}"; do eval "$c"; done';
const ZSH = 'for c in "${precmd_functions[@]}"; do $c; done';
const FOLLOWING: readonly Real[] = [
  { name: "bash", argv: ["bash", "--norc"], prompt: BASH },
  { name: "zsh", argv: ["zsh", "-f"], prompt: ZSH },
];
const POSIX: readonly Real[] = [
  { name: "sh", argv: ["dash"], prompt: ":" },
  { name: "sh", argv: ["busybox", "sh"], prompt: ":" },
  { name: "sh", argv: ["bash", "--posix"], prompt: ":" },
];

/** Runs a script of a shell in the directory of a test, with a PATH that has traps for whoever divides it. */
function shell(at: ShimHome, { argv, name, prompt }: Real, script: string, env = {}) {
  const [program, ...rest] = argv;
  const head = `set -euC
O=$PATH
prompt() { ${prompt}; }
g() { go | sed -n '1p;4,5p' | paste -sd' ' -; }
GS='${at.home}/bin/gostead'
on() { eval "$("$GS" activate ${name})"; }
`;
  const ran = spawnSync(program, [...rest, "-c", head + script], {
    cwd: at.cwd,
    env: { PATH: ":/usr/bin::/bin:", HOME: at.root, GOSTEAD_HOME: at.home, ...env },
    encoding: "utf8",
  });
  return { ...ran, lines: ran.stdout.trimEnd().split("\n") };
}

const managed = (version: string) => `go ${version} GOROOT unset GOTOOLCHAIN local`;
const MISSING = (at: ShimHome) =>
  `gostead: go1.99 is not installed\ngostead: asked for by ${at.cwd}/missing/.go-version:1\ngostead: fix: gostead install 1.99\n`;

for (const real of FOLLOWING) {
  describe(`the hook of ${real.name}`, { skip: !has(real.argv[0]) && "not here" }, () => {
    test("follows the pin of the directory, edited, moved in place or removed", async () => {
      await withHooks((at) => {
        const { lines, stderr } = shell(
          at,
          real,
          `on; g; cd a; prompt; g; cd ../b; prompt; g; cd ..; prompt; g
cd a; prompt; echo 1.23.4 >| .go-version; prompt; g
echo 1.20.14 > new; touch -d '2001-01-01' new; mv new .go-version; prompt; g
rm .go-version; prompt; g; echo 1.21.0 > .go-version; prompt; g
cd ..; prompt; echo 1.23.4 > .go-version; prompt; g; rm .go-version; prompt; g`,
        );
        const seen = "1.22.6 1.21.0 1.24.6 1.22.6 1.23.4 1.20.14 1.22.6 1.21.0 1.23.4 1.22.6";
        assert.deepEqual(lines, seen.split(" ").map(managed));
        assert.equal(stderr, "");
      });
    });

    test("follows variables, the default and a minor that moves on", async () => {
      await withHooks((at) => {
        const { lines } = shell(
          at,
          real,
          `on; export GOSTEAD_VERSION=1.21.0; prompt; g; unset GOSTEAD_VERSION; prompt; g
echo 1.23 >| '${at.home}/default'; prompt; g
ln -sfn ../toolchains/go1.23.4.linux-amd64 '${at.home}/links/1.22'; echo 1.22 >| '${at.home}/default'; prompt
ln -sfn ../toolchains/go1.22.5.linux-amd64 '${at.home}/links/1.22'; prompt; g`,
        );
        assert.deepEqual(lines, ["1.21.0", "1.22.6", "1.23.4", "1.22.5"].map(managed));
      });
    });

    test("a missing version: said once, and go says it again instead of another go running", async () => {
      await withHooks((at) => {
        const { lines, stderr } = shell(
          at,
          real,
          `on; cd missing; prompt; prompt; mkdir deeper; cd deeper; prompt
go version 2>/dev/null || echo "status $?"
cd ..; cp -RP '${at.home}/toolchains/go1.24.6.linux-amd64' '${at.home}/links/1.99'; prompt; g`,
        );
        assert.equal(stderr, MISSING(at));
        assert.deepEqual(lines, ["status 127", managed("1.24.6")]);
      });
    });

    test("keeps $?, the options, and what the prompt did before", async () => {
      await withHooks((at) => {
        const before =
          real.name === "bash"
            ? "PROMPT_COMMAND=('echo one $?' 'echo two')"
            : "one() { echo one $?; }; precmd_functions=(one)";
        const script = `${before}; on; on; set +e; cd a; (exit 7); prompt; (exit 7); prompt${real.name === "bash" ? "; set -e; ! true; prompt" : ""}`;
        const { lines, stderr } = shell(at, real, script);
        const two = real.name === "bash" ? ["two"] : [];
        // Under set -e a $? that is not 0 must not end the shell.
        const end = real.name === "bash" ? ["one 1", "two"] : [];
        assert.deepEqual(lines, ["one 7", ...two, "one 7", ...two, ...end]);
        assert.equal(stderr, "");
      });
    });

    test("deactivate gives PATH and GOROOT back byte for byte, and leaves no name behind", async () => {
      await withHooks((at) => {
        const script = `export GOROOT=/other; on; on; cd a; prompt; gostead use 1.23.4; prompt; g
cd '${at.cwd}/b'; gostead use; prompt; g; gostead deactivate
[ "$PATH" = "$O" ] || echo "$PATH"; echo "$GOROOT \${GOTOOLCHAIN-none} \${GOSTEAD_VERSION-none}"
set | grep '_gostead' | grep -Ev '^_=|EXECUTION' || :; prompt`;
        const { lines, stderr } = shell(at, real, script);
        assert.deepEqual(lines.slice(0, 3), [
          managed("1.23.4"),
          managed("1.24.6"),
          "/other none none",
        ]);
        // Bash may hold a copy of what stood in PROMPT_COMMAND: a function that does nothing answers it.
        const left = lines.slice(3).filter((line) => !/_gostead_prompt/.test(line));
        assert.deepEqual(left, []);
        assert.equal(stderr, "gostead: unset GOROOT, which named another Go: /other\n");
      });
    });

    test("entries that others put on PATH meanwhile stay where they are", async () => {
      await withHooks((at) => {
        const script = `on; PATH=/front:$PATH:/back; prompt; g; gostead deactivate; echo "$PATH"`;
        assert.deepEqual(shell(at, real, script).lines, [
          managed("1.22.6"),
          "/front::/usr/bin::/bin::/back",
        ]);
      });
    });

    test("gostead keeps its exit status, and use says what is not installed", async () => {
      await withHooks((at) => {
        const script = `on; gostead use 1.99 || echo "use $?"; gostead nothing 2>/dev/null || echo "else $?"; g; gostead use --help | head -1`;
        const { lines, stderr } = shell(at, real, script);
        assert.deepEqual(lines.slice(0, 3), ["use 2", "else 2", managed("1.22.6")]);
        assert.match(lines[3] ?? "", /USAGE/);
        assert.match(stderr, /no installed Go is "1\.99".*\[not-installed\]/);
      });
    });

    test("GOTOOLCHAIN that the user set stays, and system leaves the shell alone", async () => {
      await withHooks((at) => {
        const script = `on; g; echo system > .go-version; prompt; [ "$PATH" = "$O" ] && echo same`;
        const env = { GOTOOLCHAIN: "auto" };
        assert.deepEqual(shell(at, real, script, env).lines, [
          "go 1.22.6 GOROOT unset GOTOOLCHAIN auto",
          "same",
        ]);
      });
    });

    test("a directory that is gone: the default; two shells in one directory do not meet", async () => {
      await withHooks((at) => {
        const script = `on; mkdir gone; cd gone; rmdir ../gone; prompt; g; gostead deactivate; [ "$PATH" = "$O" ] && echo same`;
        assert.deepEqual(shell(at, real, script).lines, [managed("1.22.6"), "same"]);
        const both = `on; cd a; prompt; (cd ../b; prompt; g) & cd ../a; prompt; g; wait`;
        const { lines } = shell(at, real, both);
        assert.deepEqual(lines.sort(), [managed("1.21.0"), managed("1.24.6")]);
      });
    });

    test("children of go see the same go", async () => {
      await withHooks((at) => {
        const go = join(at.home, "toolchains/go1.21.0.linux-amd64/bin/go");
        const old = readFileSync(go, "utf8");
        writeFileSync(go, `#!/bin/sh\n[ "\${1-}" != generate ] || exec sh -c go\n${old}`);
        const { lines } = shell(at, real, "on; cd a; prompt; go generate | head -1");
        assert.deepEqual(lines, ["go 1.21.0"]);
      });
    });
  });
}

for (const real of [...POSIX, ...FOLLOWING]) {
  const skip = !has(real.argv[0]) && "not here";
  describe(`use in ${real.argv.join(" ")} without activate`, { skip }, () => {
    test("puts one version first, then another, then the pin; deactivate restores all", async () => {
      await withHooks((at) => {
        const gs = (words: string) => `eval "$("$GS" ${words} --shell ${real.name})"`;
        const script = `export GOROOT=/other GOSTEAD_VERSION=1.22; cd a
${gs("use 1.24")}; g; ${gs("use 1.23.4")}; g; echo $GOSTEAD_VERSION; ${gs("use")}; g; echo $PATH
${gs("deactivate")}; [ "$PATH" = "$O" ] && echo same; echo "$GOROOT \${GOTOOLCHAIN-none} \${GOSTEAD_VERSION-none}"
if out=$("$GS" use 1.99 2>/dev/null); then echo no; else echo "$? '$out'"; fi`;
        const { lines, stderr } = shell(at, real, script);
        assert.deepEqual(
          lines,
          [
            managed("1.24.6"),
            managed("1.23.4"),
            "1.23.4",
            managed("1.21.0"),
            `${at.home}/links/1.21.0/bin::/usr/bin::/bin:`,
            "same",
            "/other none 1.22",
            "2 ''",
          ],
          stderr,
        );
      });
    });
  });
}

for (const real of POSIX) {
  test(`activate sh in ${real.argv.join(" ")}: the shims first, until deactivate`, {
    skip: !has(real.argv[0]) && "not here",
  }, async () => {
    await withHooks((at) => {
      const script = `on; on; cd a; g; cd ../b; g; gostead use 1.23.4; g; cd ../a; gostead use; g; gostead deactivate
[ "$PATH" = "$O" ] && echo same`;
      const { lines } = shell(at, real, script);
      assert.deepEqual(lines, [...["1.21.0", "1.24.6", "1.23.4", "1.21.0"].map(managed), "same"]);
    });
  });
}

describe("fish", { skip: !has("fish") && "not here" }, () => {
  const fish = (at: ShimHome, script: string) => {
    const head = `set O "$PATH"; function g; go | sed -n '1p;4,5p' | paste -sd' ' -; end
set GS '${at.home}/bin/gostead'; function on; $GS activate fish | source; end
`;
    const ran = spawnSync("fish", ["--no-config", "-c", head + script], {
      cwd: at.cwd,
      env: { PATH: "/usr/bin:/bin", HOME: at.root, GOSTEAD_HOME: at.home },
      encoding: "utf8",
    });
    return { ...ran, lines: ran.stdout.trimEnd().split("\n") };
  };

  test("follows each change of directory at once, and files and variables at the prompt", async () => {
    await withHooks((at) => {
      const { lines, stderr } = fish(
        at,
        `on; on; g; cd a; g; cd ../b; g; echo 1.23.4 > .go-version; emit fish_prompt; g
rm .go-version; emit fish_prompt; g; set -gx GOSTEAD_VERSION 1.20; emit fish_prompt; g
false; _gostead_prompt; echo $status`,
      );
      const seen = "1.22.6 1.21.0 1.24.6 1.23.4 1.22.6 1.20.14".split(" ").map(managed);
      assert.deepEqual(lines, [...seen, "1"]);
      assert.equal(stderr, "");
    });
  });

  test("use, a missing version, deactivate", async () => {
    await withHooks((at) => {
      const { lines, stderr } = fish(
        at,
        `set -gx GOROOT "/a  b"; on; gostead use 1.23.4; g; gostead use; cd missing; emit fish_prompt; go 2>/dev/null; echo $status
gostead use 1.98; echo $status
gostead deactivate; test "$PATH" = "$O"; and echo same; echo $GOROOT; set -q GOTOOLCHAIN; or echo none
set -n | grep _gostead; functions -a | grep gostead`,
      );
      assert.deepEqual(lines, [managed("1.23.4"), "127", "2", "same", "/a  b", "none"]);
      const [told = "", refused = ""] = stderr.split(/(?<=install 1\.99\n)/);
      assert.equal(told, `gostead: unset GOROOT, which named another Go: /a  b\n${MISSING(at)}`);
      assert.match(refused, /no installed Go is "1\.98"/);
    });
  });

  test("use and deactivate without activate", async () => {
    await withHooks((at) => {
      const { lines } = fish(
        at,
        `$GS use 1.24 --shell fish | source; g; $GS use 1.21.0 --shell fish | source; g
$GS deactivate --shell fish | source; test "$PATH" = "$O"; and echo same`,
      );
      assert.deepEqual(lines, [managed("1.24.6"), managed("1.21.0"), "same"]);
    });
  });
});

test("100 prompts where nothing changed start no process", {
  skip: !has("strace") && "no strace",
}, async () => {
  await withHooks((at) => {
    const trace = join(mkdtempSync(join(tmpdir(), "gostead-trace-")), "log");
    const script = `eval "$('${at.home}/bin/gostead' activate bash)"; cd '${at.cwd}/a'
prompt() { ${BASH}; }; prompt; : </dev/full; for ((i=0;i<100;i++)); do prompt; done; : </dev/full`;
    execFileSync(
      "strace",
      ["-f", "-qq", "-o", trace, "-e", "trace=process,openat", "bash", "-c", script],
      {
        env: { PATH: "/usr/bin:/bin", HOME: at.root, GOSTEAD_HOME: at.home },
      },
    );
    const all = readFileSync(trace, "utf8").split("\n");
    rmSync(join(trace, ".."), { recursive: true });
    // Of the shell alone: a switch of version is recorded aside meanwhile.
    const pid = all.find((line) => line.includes('"/dev/full"'))?.split(" ")[0];
    const own = all.filter((line) => line.startsWith(`${pid} `)).join("\n");
    const [before = "", hundred = "", after] = own.split(/^.*"\/dev\/full".*$/m);
    assert.notEqual(after, undefined);
    assert.match(before, /execve/);
    assert.match(hundred, /\.go-version/);
    assert.doesNotMatch(hundred, /execve|clone|fork/);
  });
});

test("every file that the resolver looks for is looked at by the hooks", () => {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
  const names = [...read("resolve.sh").matchAll(/\$_gs_dir\/([a-z.-]+)"/g)].map(([, name]) => name);
  assert.ok(names.includes("go.mod") && names.includes(".go-version"));
  for (const name of new Set(names)) {
    for (const hook of ["hookprompt.sh", "hookprompt.fish"]) {
      assert.match(
        read(hook),
        new RegExp(` ${(name ?? "").replaceAll(".", "\\.")}[ ;\n]`),
        `${hook}: ${name}`,
      );
    }
  }
});
