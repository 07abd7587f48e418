// Drafts from test/data/lsm. Their syntax is judged by checkmodule and apparmor_parser themselves.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { draftApparmor } from "./apparmor.ts";
import type { ApparmorDenial, SelinuxDenial } from "./denial.ts";
import { denialsIn } from "./parse.ts";
import { draftSelinux } from "./selinux.ts";
import { goDenials } from "./tools.ts";

const CHECKMODULE = "/usr/bin/checkmodule";
const PARSER = "/usr/sbin/apparmor_parser";
const skip = (path: string) => (existsSync(path) ? false : `${path} is not installed`);

const EVER = { since: 0, limit: 200 };
function denialsOf(name: string) {
  const file = new URL(`../../test/data/lsm/${name}.log`, import.meta.url);
  return goDenials(denialsIn(readFileSync(file, "utf8")), EVER).denials;
}
const selinux = (name: string) =>
  draftSelinux(denialsOf(name).filter((one) => one.module === "selinux"));
const apparmor = (name: string) =>
  draftApparmor(denialsOf(name).filter((one) => one.module === "apparmor"));

const rulesOf = ({ rules }: { readonly rules: readonly { readonly rule: string }[] }) =>
  rules.map(({ rule }) => rule);

test("three AVC lines for go become three rules, each explained", () => {
  const { rules, refused, text } = selinux("selinux-go");
  assert.deepEqual(
    rules.map(({ rule }) => rule),
    [
      "allow ci_t var_t:file { execute };",
      "allow ci_t public_content_t:file { open read };",
      "allow ci_t http_port_t:tcp_socket { name_connect };",
    ],
  );
  assert.deepEqual(refused, []);
  for (const { why } of rules) assert.ok(why.length > 0 && text.includes(`# ${why[0]}\n`));
});

test("three lines of AppArmor become three rules", () => {
  assert.deepEqual(rulesOf(apparmor("apparmor-go")), [
    'owner "/srv/src/app/main.go" r,',
    '"/opt/go/pkg/tool/linux_amd64/asm" ix,',
    "network inet stream,",
  ]);
});

test("what differs from run to run is one rule, for the owner; what is a pattern is taken by the letter", () => {
  const rules = rulesOf(apparmor("apparmor-kinds"));
  assert.ok(rules.includes('owner "/tmp/go-build[0-9]*/**" w,'));
  assert.ok(rules.includes('owner "/proc/[0-9]*/maps" r,'));
  assert.ok(rules.includes(String.raw`owner "/srv/my app/x\[1\].go" k,`));
  assert.ok(rules.includes("ptrace (trace) peer=go-dev,"));
  assert.ok(rules.includes("capability sys_ptrace,"));
});

test("shadow, kernel, other users' homes and what is no name are refused with a reason", () => {
  const { rules, refused } = selinux("selinux-refused");
  assert.deepEqual(
    rules.map(({ rule }) => rule),
    ["allow ci_t usr_t:file { read };"],
  );
  assert.equal(refused.length, 11);
  for (const { reason } of refused) assert.ok(reason.length > 5);
  const other = apparmor("apparmor-refused");
  assert.deepEqual(rulesOf(other), ['owner "/home/u/src/go.mod" r,']);
  const reasons = Object.fromEntries(other.refused.map(({ what, reason }) => [what, reason]));
  assert.equal(reasons['go: open r "/etc/shadow"'], "secrets");
  assert.equal(reasons['go: open r "/home/eve/go/x.go"'], "another user's home");
  assert.equal(reasons['go: open r "/proc/kcore"'], "the kernel");
  assert.equal(other.refused.length, 13);
});

test("another draft is another module, the same draft the same", () => {
  const nameIn = ({ text }: { text: string }) => /^module (\w+) 1\.0;$/m.exec(text)?.[1];
  assert.equal(nameIn(selinux("selinux-go")), nameIn(selinux("selinux-go")));
  assert.notEqual(nameIn(selinux("selinux-go")), nameIn(selinux("selinux-records")));
});

const word = fc.oneof(fc.constantFrom("go", "read", "*", "~", "self", "a_t", "-"), fc.string());
const context = fc.tuple(word, word, word).map((parts) => parts.join(":"));

test("whatever a log says, a module holds nothing but rules for what was asked", () => {
  const denial = fc.record({
    comm: fc.string({ unit: "binary" }),
    path: fc.option(fc.string({ unit: "binary" })),
    source: fc.oneof(fc.constant("u:r:ci_t:s0"), context),
    target: fc.oneof(fc.constant("u:r:var_t:s0"), context),
    tclass: fc.oneof(fc.constant("file"), word),
    permissions: fc.array(fc.oneof(fc.constantFrom("read", "write"), word), { minLength: 1 }),
  });
  const given = { module: "selinux", ms: 0, exe: null, enforced: true } as const;
  fc.assert(
    fc.property(fc.array(denial, { maxLength: 5 }), (some) => {
      const all: SelinuxDenial[] = some.map((one) => ({ ...given, ...one }));
      for (const line of draftSelinux(all).text.split("\n")) {
        assert.match(
          line,
          /^($|#|module gostead_\w+ 1\.0;$|require \{$|\}$|\t(type|class) \w+( \{[\w ]+\})?;$|allow \w+ \w+:\w+ \{[\w ]+\};$)/,
        );
      }
    }),
  );
});

/** Absolute, of letters that mean something to the parser, and of any others. */
const path = fc
  .array(
    fc.oneof(
      fc.constantFrom("*", "[", "]", "{a,b}", '"', "\\", " ", "#", "^", "?"),
      fc.string({ unit: "grapheme", maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => `/srv/${parts.join("")}`);

function fileDenial(one: string, comm = "go"): ApparmorDenial {
  return {
    module: "apparmor",
    ms: 0,
    comm,
    exe: null,
    path: one,
    enforced: true,
    profile: "go-dev",
    operation: "open",
    mask: "rwc",
    more: {},
    owned: false,
  };
}

test("checkmodule takes every module", { skip: skip(CHECKMODULE) }, () => {
  const directory = mkdtempSync(join(tmpdir(), "lsm-"));
  try {
    for (const name of ["selinux-go", "selinux-records", "selinux-refused"]) {
      const { text } = selinux(name);
      const module = /^module (\w+)/m.exec(text)?.[1] ?? "";
      const source = join(directory, `${module}.te`);
      writeFileSync(source, text);
      const made = join(directory, `${module}.mod`);
      const ran = spawnSync(CHECKMODULE, ["-M", "-m", "-o", made, source], { encoding: "utf8" });
      assert.equal(ran.status, 0, `${ran.stderr}${ran.stdout}`);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

function parsed(text: string) {
  const input = `profile go-dev {\n${text}\n}\n`;
  return spawnSync(PARSER, ["-Q", "-K", "-d"], { input, encoding: "utf8" });
}

test("apparmor_parser takes every rule", { skip: skip(PARSER) }, () => {
  for (const name of ["apparmor-go", "apparmor-kinds", "apparmor-refused"]) {
    const ran = parsed(apparmor(name).text);
    assert.equal(ran.status, 0, ran.stderr);
  }
  assert.notEqual(parsed("this is no rule,").status, 0);
});

test("apparmor_parser takes whatever path is drafted, and as one path", {
  skip: skip(PARSER),
}, () => {
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 40 }), fc.string(), (paths, comm) => {
      const { text } = draftApparmor(paths.map((one) => fileDenial(one, comm)));
      const ran = parsed(text);
      assert.equal(ran.status, 0, `${ran.stderr}\n${text}`);
      for (const line of text.split("\n")) assert.match(line, /^($|#( |$)|"\/srv\/.*" rw,$)/);
    }),
    { numRuns: 20 },
  );
});
