// The files of a team: both pins say one version whatever stands in .goenv, people's own lines stay, no ignore line twice.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { setBlock } from "#apply/block.ts";
import { fieldsOf } from "#facts/teamfile.ts";
import type { Action } from "#model/action.ts";
import { READERS } from "#pin/read.ts";
import { DEFAULT_FIELDS, planTeam, type TeamAsk } from "./team.ts";

const NOTHING = {
  ".goenv": undefined,
  ".go-version": undefined,
  ".envrc": undefined,
  ".gitignore": undefined,
};

function planFor(own: Partial<TeamAsk["own"]>, more: Partial<TeamAsk> = {}) {
  const set = fieldsOf(own[".goenv"] ?? "");
  const ask = { root: "/p", version: "1.22.6", fields: DEFAULT_FIELDS, template: undefined, set };
  return planTeam({ ...ask, own: { ...NOTHING, ...own }, ...more });
}

/** What stands in a file afterwards. */
function after(actions: readonly Action[], name: string, before: string | undefined): string {
  const action = actions.find((one) => "path" in one && one.path === `/p/${name}`);
  if (action?.kind === "write") return action.content;
  assert.equal(action?.kind, "block");
  if (action.lines.length === 0) return before ?? "";
  return setBlock(before === undefined ? undefined : Buffer.from(before), action).toString();
}

test("whatever lines stand in .goenv, they stay, and it says the version once", () => {
  const line = fc.constantFrom(
    "",
    "# GO_VERSION=1.1",
    "GO_BUILD_TAGS=prod",
    "export GO_BUILD_TAGS='a,b' # c",
    "GO_VERSION=1.22.6",
    "export GO_VERSION=go1.22.6",
    "GOCACHE=$HOME/x",
    "no assignment",
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom("\n", "\r\n"), (lines, end) => {
      const before = lines.join(end);
      const { actions, left } = planFor({ ".goenv": before });
      const text = after(actions, ".goenv", before);
      assert.ok(text.startsWith(before));
      const said = READERS[".goenv"](Buffer.from(text).toString("latin1"));
      assert.ok(said !== undefined && "word" in said);
      assert.equal(said.word, "1.22.6");
      assert.equal(after(actions, ".go-version", undefined), "1.22.6\n");
      assert.ok(left.every((one) => /GO_BUILD_TAGS/.test(one)));
      const keys = fieldsOf(text).map(({ key }) => key);
      for (const { key } of DEFAULT_FIELDS) assert.ok(keys.includes(key), key);
    }),
  );
});

test("an own line that says something else is told with its place", () => {
  const own = { ".goenv": "\nGO_VERSION=1.22.5\nGOCACHE=.gocache\n", ".go-version": "1.22.6\n" };
  const { actions, left } = planFor(own);
  assert.deepEqual(left, ['/p/.goenv:2 says GO_VERSION="1.22.5" and stays; not "1.22.6"']);
  assert.equal(
    actions.some((one) => one.kind === "write"),
    false,
  );
});

test("the template stands in the block; a value that no quotes can hold is refused", () => {
  const template = { name: "./t", sha256: "0".repeat(64) };
  const [goenv] = planFor({}, { template, fields: [{ key: "GOFLAGS", value: "-x=$a" }] }).actions;
  assert.deepEqual(goenv?.kind === "block" && goenv.lines, [
    `# gostead template: ./t sha256:${"0".repeat(64)}`,
    'GO_VERSION="1.22.6"',
    "GOFLAGS='-x=$a'",
  ]);
  const fields = [{ key: "GOFLAGS", value: "$a'" }];
  assert.throws(() => planFor({}, { fields }), { code: "usage" });
});

for (const envrc of ["use gostead\n", "  use gostead # x\n", "use_gostead\n"]) {
  test(`an .envrc that uses gostead is left as it is: ${JSON.stringify(envrc)}`, () => {
    assert.equal(after(planFor({ ".envrc": envrc }).actions, ".envrc", envrc), envrc);
  });
}

test("git ignores the cache and the log, and nothing else", () => {
  const directory = mkdtempSync(join(tmpdir(), "gostead-team-"));
  try {
    for (const before of ["", "x", "/.gocache\n", ".gocache/\n.go-audit.log\n"]) {
      const text = after(planFor({ ".gitignore": before }).actions, ".gitignore", before);
      writeFileSync(join(directory, ".gitignore"), text);
      spawnSync("git", ["init", "-q"], { cwd: directory });
      const paths = [".gocache/a", ".go-audit.log", ".goenv", ".go-version", ".envrc"];
      const ran = spawnSync("git", ["check-ignore", ...paths], {
        cwd: directory,
        encoding: "utf8",
      });
      assert.equal(ran.stdout, ".gocache/a\n.go-audit.log\n", before);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});
