// Trees with any mix of pin files, go.work and go.mod: src/pin and the shell's resolver give one answer, and what
// explainPin calls the winner is what resolvePin answers.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { resolverText } from "#activate/shims.ts";
import { GosteadError } from "#model/error.ts";
import { makeHome } from "../../test/support/pincase.ts";
import { SHELLS } from "../../test/support/shells.ts";
import { explainPin } from "./explain.ts";
import type { Question } from "./pin.ts";
import { resolvePin } from "./resolve.ts";

const VERSIONS =
  "1.20 1.21.0 1.22 1.22.5 1.22.6@prod 1.23 1.24.6 1.25 1.25rc1 1.26 1.22.99 system latest ../x";
const version = fc.constantFrom(...VERSIONS.split(" "));
const LEVELS = ["", "a/", "a/b/", "a/b/c/"];

/** A name, and what may stand in a file of that name. */
const FILES: readonly (readonly [string, (word: string) => readonly string[]])[] = [
  [
    "gostead.yaml",
    (word) => [
      `go: ${word}\n`,
      `policy:\n  minVersion: 1\ngo: "${word}" # c\r\n`,
      "lockTimeout: 6\n",
      `{go: ${word}}\n`,
    ],
  ],
  [".go-version", (word) => [`${word}\n`, `# c\ngo${word}\n1.24.0\n`, "", `v${word} x`]],
  [
    ".goenv",
    (word) => [
      `GO_VERSION="${word}"\n`,
      `export GO_VERSION=${word} # c\n`,
      "GO_BUILD_TAGS=x\n",
      `GO_VERSION = ${word}`,
    ],
  ],
  [
    ".mise.toml",
    (word) => [`[tools]\ngo = "${word}"\n`, `[tools]\nnode = "20"\n`, `tools.go = "${word}"\n`],
  ],
  [
    "mise.toml",
    (word) => [
      `[tools]\ngo = { version = "prefix:${word}" }`,
      `[tools]\ngo = ["${word}", "1.22"]`,
      `[env]\nX = """\n[tools]\ngo = "${word}"\n"""\n`,
    ],
  ],
  [
    ".tool-versions",
    (word) => [
      `nodejs 20\ngolang ${word} 1.22.5\n`,
      `go ${word}#c`,
      "nodejs 20\n",
      "golang ref:x\n",
    ],
  ],
  ["go.work", (word) => [`go ${word}\n`, `go 1.21\ntoolchain go${word}\n`, "use .\n"]],
  [
    "go.mod",
    (word) => [
      `module m\n\ngo ${word}\n`,
      `module m\ngo 1.22.5\ntoolchain go${word}\n`,
      "module m\n",
      "go 1.25.0",
    ],
  ],
];

const file = fc
  .tuple(fc.constantFrom(...LEVELS), fc.constantFrom(...FILES), version, fc.nat(3))
  .map(([level, [name, texts], word, nth]) => {
    const choices = texts(word);
    return [`${level}${name}`, choices[nth % choices.length] ?? ""] as const;
  });

const VARIABLES = [
  "GOWORK=off",
  "GO111MODULE=off",
  "GOTOOLCHAIN=local",
  "GOTOOLCHAIN=go1.23.4",
  "GOSTEAD_CEILING=@",
  "GOSTEAD_CEILING=/x:@/a",
  "GOENV_VERSION=1.23",
  "GOSTEAD_VERSION=a b",
];
const trees = fc.record({
  files: fc.uniqueArray(file, { selector: ([path]) => path, minLength: 1, maxLength: 7 }),
  variables: fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 1, arbitrary: fc.subarray(VARIABLES, { maxLength: 2 }) },
  ),
  standard: fc.constantFrom("1.22", "1.24.6", "1.25", "system", "", "/"),
});
type Tree = typeof trees extends fc.Arbitrary<infer T> ? T : never;

/** Prints one answer, then NUL. The variables are set for it alone. */
const PROBE = `if gs_choose '' "$PWD"; then said=$_gs_word; else said="bad $_gs_bad"; fi
printf '%s\\n' "$said" "$_gs_kind" "$_gs_file:$_gs_line" "$_gs_over" "$_gs_said"; printf '\\0'`;

const ROOT = realpathSync(mkdtempSync(join(tmpdir(), "gostead-tree-")));
process.once("exit", () => rmSync(ROOT, { recursive: true }));
const SHARED = join(ROOT, "shared");
makeHome(SHARED);
const samples = fc.sample(trees, 400);
for (const [index, tree] of samples.entries()) place(index, tree);

test("explainPin's winner is resolvePin's answer, and at most one source counts", () => {
  for (const [index, tree] of samples.entries()) {
    const { winner, error, chain } = explainPin(question(index, tree));
    const open = chain.filter(({ skipped }) => skipped === undefined);
    assert.equal(open.length, 1);
    if (error === undefined) assert.equal(winner?.word ?? "system", open[0]?.word);
    else assert.equal(open[0]?.error, error);
    assert.deepEqual(winner ?? error?.message, answered(question(index, tree)));
  }
});

for (const shell of SHELLS) {
  test(`${shell.name} chooses as we do in any tree`, { skip: shell.skip }, () => {
    const script = join(ROOT, "probe.sh");
    const cases = samples.map(
      (tree, index) =>
        `(cd "${at(index)}" && _gs_home=${at(index)}/home && ${assignments(index, tree)}${PROBE})`,
    );
    writeFileSync(script, `set -f\n${resolverText()}\n${cases.join("\n")}\n`);
    const [program, ...args] = shell.argv;
    const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
    const { stdout } = spawnSync(program, [...args, script], {
      env,
      encoding: "latin1",
      maxBuffer: 1 << 26,
    });
    const theirs = stdout.split("\0").slice(0, -1);
    assert.equal(theirs.length, samples.length);
    for (const [index, tree] of samples.entries())
      assert.equal(theirs[index], ours(question(index, tree)), JSON.stringify([at(index), tree]));
  });
}

function at(index: number): string {
  return join(ROOT, String(index), "a/b/c");
}

function place(index: number, { files, standard }: Tree): void {
  const home = join(at(index), "home");
  mkdirSync(home, { recursive: true });
  for (const [path, text] of files) {
    const whole = join(ROOT, String(index), path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
  }
  for (const part of ["links", "toolchains"]) symlinkSync(join(SHARED, part), join(home, part));
  if (standard !== "") writeFileSync(join(home, "default"), `${standard}\n`);
}

function variablesOf(index: number, { variables }: Tree): readonly (readonly [string, string])[] {
  return variables.map((text) => {
    const [name = "", value = ""] = text.split("=");
    return [name, value.replace("@", join(ROOT, String(index)))] as const;
  });
}

function assignments(index: number, tree: Tree): string {
  return variablesOf(index, tree)
    .map(([name, value]) => `${name}='${value}' && `)
    .join("");
}

function question(index: number, tree: Tree): Question {
  const env = Object.fromEntries(variablesOf(index, tree));
  return { cwd: at(index), env, home: join(at(index), "home"), uid: process.getuid?.() };
}

function answered(asked: Question): unknown {
  try {
    return resolvePin(asked);
  } catch (error) {
    assert.ok(error instanceof GosteadError);
    return error.message;
  }
}

/** As PROBE prints it. */
function ours(asked: Question): string {
  let said = "";
  const onIgnored = (path: string, why: string) => {
    said += `gostead: ignored ${path}: ${why}\n`;
  };
  const { winner, error, chain } = explainPin({ ...asked, onIgnored });
  const {
    kind = "",
    file: path = "",
    line = "",
    value = "",
    word,
  } = chain.find(({ skipped }) => skipped === undefined) ?? {};
  const [, over = ""] = /, but (.*) says "go /.exec(error?.message ?? "") ?? [];
  const bad = over === "" ? value.replace(/^toolchain |\+.*/g, "") : word;
  const at = kind === "system" ? ":" : `${path}:${line}`;
  return `${error === undefined ? (winner?.word ?? "system") : `bad ${bad}`}\n${kind}\n${at}\n${over}\n${said}\n`;
}
