// What a draft becomes: commands in an order that undo takes back from the last to the first.
import assert from "node:assert/strict";
import test from "node:test";
import { apparmorActions, fileOf, includesLocal, parseDraft, selinuxActions } from "./load.ts";

const MODULE =
  "# gostead lsm draft: selinux\nmodule gostead_ab 1.0;\nallow a_t b_t:file { read };\nallow a_t c_t:dir { search };\n";
const LINES =
  '# gostead lsm draft: apparmor\n\n# for profile "/usr/bin/go"\n# go: open\n"/a" r,\n\n# refused: x\n';

test("what is no draft, or has no rule, is none", () => {
  assert.equal(parseDraft("module x 1.0;\nallow a b:file read;"), undefined);
  assert.equal(parseDraft("# gostead lsm draft: selinux\n# No rule is left.\n"), undefined);
  assert.equal(
    parseDraft('# gostead lsm draft: apparmor\n# for profile "p"\n# only words\n'),
    undefined,
  );
});

test("SELinux: on trial its domains are permissive, each once", () => {
  const draft = parseDraft(MODULE);
  assert.ok(draft?.kind === "selinux");
  const argv = (trial: boolean) =>
    selinuxActions(draft, "/d", trial).map((one) => (one.kind === "run" ? one.argv.join(" ") : ""));
  assert.deepEqual(argv(false), ["semodule -i /d/gostead_ab.pp"]);
  assert.deepEqual(argv(true), ["semodule -i /d/gostead_ab.pp", "semanage permissive -a a_t"]);
});

test("AppArmor: a block in local/, and the profile read before and after", () => {
  const draft = parseDraft(LINES);
  assert.ok(draft?.kind === "apparmor");
  const [first, block, last] = apparmorActions(draft, true);
  assert.deepEqual(block, {
    kind: "block",
    path: "/etc/apparmor.d/local/usr.bin.go",
    name: "lsm",
    lines: ["# go: open", '"/a" r,'],
  });
  for (const one of [first, last]) {
    assert.deepEqual(one, {
      kind: "run",
      argv: ["apparmor_parser", "-r", "-C", "/etc/apparmor.d/usr.bin.go"],
      inverse: ["apparmor_parser", "-r", "/etc/apparmor.d/usr.bin.go"],
    });
  }
});

test("which profiles read their local file", () => {
  assert.equal(fileOf("go-dev"), "go-dev");
  assert.ok(includesLocal("  include if exists <local/go-dev>\n", "go-dev"));
  assert.ok(includesLocal("  #include <local/usr.bin.go>\n", "/usr/bin/go"));
  assert.ok(!includesLocal("  # include <local/go-dev>\n", "go-dev"));
  assert.ok(!includesLocal("  include <local/go-devel>\n", "go-dev"));
});
