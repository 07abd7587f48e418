// The rules against libselinux itself: matchpathcon says which label a path would get.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileContexts, labelActions } from "./selinux.ts";

const skip = spawnSync("matchpathcon", ["-V"]).error ? "no matchpathcon here" : false;

/** The types that libselinux gives to files at these paths, under our rules alone. */
function typesOf(home: string, paths: readonly string[]): string[] {
  const directory = mkdtempSync(join(tmpdir(), "gostead-selinux-"));
  try {
    const file = join(directory, "file_contexts");
    const line = (rule: string, type: string) => `${rule}\tsystem_u:object_r:${type}:s0\n`;
    const rules = fileContexts(home).map((rule) => line(rule, "bin_t"));
    // Of rules that begin alike the last counts, as in file_contexts.local after the policy's own.
    writeFileSync(file, [line("/.*", "data_t"), ...rules].join(""));
    const ran = spawnSync("matchpathcon", ["-n", "-m", "file", "-f", file, ...paths]);
    return ran.stdout
      .toString()
      .trim()
      .split("\n")
      .map((label) => label.split(":")[2] ?? "");
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("libselinux finds programs, and nothing else, whatever is in the home's name", {
  skip,
}, () => {
  for (const home of ["/opt/go", "/home/u/.local/share/gostead", "/srv/a+b (c)/go"]) {
    const tree = `${home}/toolchains/go1.22.6.linux-amd64`;
    const programs = ["bin/go", "pkg/tool/linux_amd64/compile"].map((name) => `${tree}/${name}`);
    const others = ["src/fmt/print.go", "VERSION", "src/bin/x"].map((name) => `${tree}/${name}`);
    const beside = [`${home}x/bin/go`, `${home}/store/bin/x`, home.replace(".", "X")];
    const all = [...programs, `${home}/shims/go`, `${home}/bin/gostead`];
    const types = typesOf(home, [...all, ...others]);
    assert.deepEqual(types, [...all.map(() => "bin_t"), ...others.map(() => "data_t")], home);
    assert.ok(
      typesOf(home, beside).every((type) => type === "data_t"),
      home,
    );
  }
});

test("undone from the last to the first, labels are set back when the rules are gone", () => {
  const tools = { semanage: "/s", restorecon: "/r" };
  const actions = labelActions("/opt/go", ["/opt/go/(bin|shims)(/.*)?"], tools);
  const done = actions.map((action) => (action.kind === "run" ? action.argv.join(" ") : ""));
  const undone = actions
    .toReversed()
    .map((action) => (action.kind === "run" ? action.inverse?.join(" ") : ""));
  const rule = "/opt/go/(bin|shims)(/.*)?";
  assert.deepEqual(done, ["/r -R /opt/go", `/s fcontext -a -t bin_t ${rule}`, "/r -R /opt/go"]);
  assert.deepEqual(undone, ["/r -R /opt/go", `/s fcontext -d ${rule}`, "/r -R /opt/go"]);
});
