// Logs of test/data/lsm, written by hand: what must be read from them is said here, by hand too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import fc from "fast-check";
import { denialsIn } from "./parse.ts";
import { fieldsOf, parseLine } from "./record.ts";
import { goDenials, isGos } from "./tools.ts";

const log = (name: string) =>
  readFileSync(new URL(`../../test/data/lsm/${name}.log`, import.meta.url), "utf8");
const EVER = { since: 0, limit: 200 };

test("three denials of go and compile among others'", () => {
  const { denials, omitted } = goDenials(denialsIn(log("selinux-go")), EVER);
  assert.equal(omitted, 0);
  assert.deepEqual(denials, [
    {
      module: "selinux",
      ms: 1764584100243,
      comm: "go",
      exe: null,
      path: "compile",
      enforced: true,
      source: "system_u:system_r:ci_t:s0",
      target: "system_u:object_r:var_t:s0",
      tclass: "file",
      permissions: ["execute"],
    },
    {
      module: "selinux",
      ms: 1764584100311,
      comm: "compile",
      exe: null,
      path: "/srv/src/app/main.go",
      enforced: true,
      source: "system_u:system_r:ci_t:s0",
      target: "unconfined_u:object_r:public_content_t:s0",
      tclass: "file",
      permissions: ["read", "open"],
    },
    {
      module: "selinux",
      ms: 1764584100402,
      comm: "go",
      exe: null,
      path: null,
      enforced: true,
      source: "system_u:system_r:ci_t:s0",
      target: "system_u:object_r:http_port_t:s0",
      tclass: "tcp_socket",
      permissions: ["name_connect"],
    },
  ]);
});

test("records of one event are joined, hex is read, another node's event is another", () => {
  const all = denialsIn(log("selinux-records"));
  const { denials } = goDenials(all, EVER);
  assert.deepEqual(
    denials.map(({ comm, exe, path, enforced }) => ({ comm, exe, path, enforced })),
    [
      {
        comm: "go test",
        exe: "/opt/my go/bin/go",
        path: "/var/lib/ci/app/sub/naïve file.go",
        enforced: true,
      },
      { comm: "link", exe: "/opt/go/pkg/tool/linux_amd64/link", path: "app", enforced: false },
      { comm: "orderservice.te", exe: null, path: null, enforced: true },
      { comm: "debugger.test", exe: null, path: null, enforced: true },
    ],
  );
  // coreutils' link was refused too, and is none of Go's.
  assert.ok(all.some(({ exe }) => exe === "/usr/bin/link"));
});

test("AppArmor: masks, kinds, complain mode, hex", () => {
  const [open, exec, net] = goDenials(denialsIn(log("apparmor-go")), EVER).denials;
  assert.deepEqual(open, {
    module: "apparmor",
    ms: 1764584100701,
    comm: "compile",
    exe: null,
    path: "/srv/src/app/main.go",
    enforced: true,
    profile: "go-dev",
    operation: "open",
    mask: "r",
    more: {},
    owned: true,
  });
  assert.ok(exec?.module === "apparmor" && exec.owned === false && exec.mask === "x");
  assert.ok(net?.module === "apparmor");
  assert.deepEqual(net.more, { family: "inet", sock_type: "stream" });
  const kinds = denialsIn(log("apparmor-kinds"));
  assert.equal(kinds[2]?.path, "/srv/my app/x[1].go");
  assert.deepEqual(
    kinds.filter(({ enforced }) => !enforced).map(({ path }) => path),
    ["/srv/trial/go.sum"],
  );
});

test("the window keeps the newest, and counts what it leaves out", () => {
  const all = denialsIn(log("selinux-go"));
  const { denials, omitted } = goDenials(all, { since: 0, limit: 2 });
  assert.deepEqual([denials.map(({ ms }) => ms % 1000), omitted], [[311, 402], 1]);
  assert.equal(goDenials(all, { since: 1764584100402, limit: 2 }).denials.length, 1);
  assert.equal(goDenials(all, { since: 0, limit: 0 }).denials.length, 0);
});

test("whose program it is", () => {
  const who = (comm: string, exe: string | null = null) => isGos({ comm, exe });
  for (const comm of ["go", "compile", "link", "asm", "cgo", "vet", "gostead", "a.test"]) {
    assert.ok(who(comm), comm);
  }
  assert.ok(who("b001", "/tmp/go-build1/b001/x.test"));
  assert.ok(who("x", "/tmp/go-build1/b001/x.test (deleted)"));
  assert.ok(!who("link", "/usr/bin/link"));
  assert.ok(!who("go", "/usr/bin/python3"));
  assert.ok(!who("gopher"));
  assert.ok(!who("x.te"));
});

test("bare words that are no bytes in hex stay, and no value is no value", () => {
  const fields = fieldsOf('comm=676F name=(null) pid=676F path="6F" exe=6F6 comm="again"');
  assert.deepEqual(Object.fromEntries(fields), { comm: "go", pid: "676F", path: "6F", exe: "6F6" });
});

test("no log makes it throw, and what a field holds comes out whole", () => {
  const pieces = fc.constantFrom(
    "type=AVC msg=audit(1764584100.243:1): ",
    "avc:  denied  { read } for ",
    'apparmor="DENIED" operation="open" ',
    "scontext=a:b:c_t tcontext=a:b:d_t tclass=file ",
    " comm=",
    "\u001d",
    '"',
    "\n",
  );
  const line = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 20 });
  fc.assert(
    fc.property(line, (parts) => {
      for (const one of denialsIn(parts.join(""))) assert.ok(one.ms >= 0);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
      const hex = Buffer.from(name, "utf8").toString("hex").toUpperCase();
      const text = `type=AVC msg=audit(1.000:1): avc:  denied  { read } for  pid=1 comm="go" name=${hex} scontext=u:r:a_t tcontext=u:r:b_t tclass=file`;
      assert.equal(denialsIn(text)[0]?.path, Buffer.from(name, "utf8").toString("utf8"));
    }),
  );
});

test("a line without end is no record", () => {
  assert.equal(parseLine(`type=AVC msg=audit(1.000:1): ${"x".repeat(1 << 17)}`), undefined);
});
