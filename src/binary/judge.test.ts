// The rules about programs, over recorded programs and machines made of a few files.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { recorded } from "../../test/support/recordbinary.ts";
import type { Binary } from "./binary.ts";
import { inspect } from "./inspect.ts";
import { BINARY_CATALOGUE, BINARY_RULES, judgeBinary } from "./judge.ts";
import { compareDotted, highestGlibc } from "./libcversion.ts";
import { type Files, loadingOf } from "./loader.ts";
import { bytesSource } from "./source.ts";
import type { Subject } from "./subject.ts";

const AMD64 = { os: "linux", arch: "amd64" };
const ALL = { only: [], skip: [] };
const START = { origin: "/srv/app", libraryPath: "" };
const LOADER = "/lib64/ld-linux-x86-64.so.2";
const read = (name: string) => inspect(bytesSource(recorded(name)));

/** A recorded program that names `LOADER` stands in for loader and library: same format, processor and class. */
const machine = (files: Readonly<Record<string, Buffer | string>>): Files => ({
  withFile: (path, use) => {
    const bytes = files[path];
    return Buffer.isBuffer(bytes) ? use(bytesSource(bytes)) : undefined;
  },
  text: (path) => (typeof files[path] === "string" ? String(files[path]) : undefined),
  names: (directory) =>
    Object.keys(files)
      .filter((path) => path.startsWith(`${directory}/`))
      .map((path) => path.slice(directory.length + 1)),
});

function outcomes(binary: Binary, more: Partial<Subject> = {}) {
  const subject: Subject = {
    file: "app",
    binary,
    platform: AMD64,
    kernel: "6.1.0-13-amd64",
    loading: null,
    go: { version: "1.26.8", advisories: [], better: null, endedBy: null },
    mustBeStatic: false,
    alone: null,
    wanted: null,
    ...more,
  };
  const all = judgeBinary(subject, ALL);
  for (const { code, kind } of all) seen.add(`${code} ${kind}`);
  return new Map(all.map((one) => [one.code, one]));
}

/** `code outcome` of every program that a test judged. */
const seen = new Set<string>();

/** What a finding of this code says; undefined when there is none. */
function evidence(all: ReturnType<typeof outcomes>, code: string): string | undefined {
  const outcome = all.get(code);
  return outcome?.kind === "fail" ? outcome.findings[0]?.evidence[0]?.text : undefined;
}

test("a program for another processor or system, and what this one starts besides", () => {
  const kind = (name: string, platform = AMD64) =>
    outcomes(read(name), { platform }).get("binary-wrong-arch")?.kind;
  assert.equal(kind("app-linux-amd64"), "pass");
  assert.equal(kind("app-linux-386"), "pass");
  assert.equal(kind("app-linux-386", { os: "linux", arch: "arm64" }), "fail");
  assert.equal(kind("app-linux-arm", { os: "linux", arch: "arm64" }), "unknown");
  assert.equal(kind("app-freebsd-amd64"), "fail");
  assert.equal(kind("app-darwin-arm64", { os: "darwin", arch: "arm64" }), "pass");
  assert.equal(kind("app-wasip1-wasm"), "not-applicable");
  const text = evidence(outcomes(read("app-linux-arm64")), "binary-wrong-arch");
  assert.equal(text, "it is for linux/arm64; this machine is linux/amd64");
});

test("static is what names neither loader nor library", () => {
  const kind = (name: string) =>
    outcomes(read(name), { mustBeStatic: true }).get("binary-dynamic")?.kind;
  assert.equal(kind("app-linux-amd64"), "pass");
  assert.equal(kind("net-cgo"), "fail");
  assert.equal(kind("net-pie"), "fail");
  assert.equal(outcomes(read("net-cgo")).get("binary-dynamic")?.kind, "not-applicable");
});

test("the loader is not here, or is of another processor", () => {
  const binary = read("net-cgo");
  for (const files of [{}, { [LOADER]: recorded("app-linux-arm64") }]) {
    const all = outcomes(binary, { loading: loadingOf(binary, START, machine(files)) });
    assert.equal(evidence(all, "binary-loader-missing"), `its loader ${LOADER} is not here`);
    // One cause, one finding.
    assert.equal(all.get("binary-library-missing")?.kind, "pass");
  }
});

test("libraries are looked for where ld.so looks, and others' are passed over", () => {
  const binary = read("net-cgo");
  const lib = recorded("app-linux-amd64");
  const where = (files: Readonly<Record<string, Buffer | string>>, start = START, one = binary) =>
    loadingOf(one, start, machine({ [LOADER]: lib, ...files })).libraries[0]?.path;
  assert.equal(where({}), undefined);
  assert.equal(where({ "/usr/lib/libc.so.6": lib }), "/usr/lib/libc.so.6");
  const both = { "/lib64/libc.so.6": recorded("app-linux-386"), "/lib/libc.so.6": lib };
  assert.equal(where(both), "/lib/libc.so.6");
  const conf = {
    "/etc/ld.so.conf": "# all\ninclude ld.so.conf.d/*.conf\n",
    "/etc/ld.so.conf.d/a.conf": "/opt/lib # ours\n",
    "/opt/lib/libc.so.6": lib,
    "/lib64/libc.so.6": lib,
  };
  assert.equal(where(conf), "/opt/lib/libc.so.6");
  const told = { ...START, libraryPath: "/tmp/l" };
  assert.equal(where({ ...conf, "/tmp/l/libc.so.6": lib }, told), "/tmp/l/libc.so.6");
  const origin = { ...binary, libraryPaths: ["$ORIGIN/../lib"] };
  const beside = "/srv/app/../lib/libc.so.6";
  assert.equal(where({ ...conf, [beside]: lib }, START, origin), beside);
  const all = outcomes(binary, { loading: loadingOf(binary, START, machine({ [LOADER]: lib })) });
  const text = evidence(all, "binary-library-missing");
  assert.equal(text, "no directory of the loader has libc.so.6");
});

test("symbol versions that the library here lacks", () => {
  const binary = read("net-cgo");
  const loading = (provides: readonly string[]) => ({
    loader: true,
    libraries: [{ name: "libc.so.6", path: "/lib/libc.so.6", provides }],
  });
  const old = ["GLIBC_2.2.5", "GLIBC_2.3.2", "GLIBC_2.4", "GLIBC_2.31"];
  const all = outcomes(binary, { loading: loading(old) });
  assert.equal(
    evidence(all, "binary-needs-newer-library"),
    "it needs GLIBC_2.34, GLIBC_2.32 of libc.so.6; /lib/libc.so.6 lacks it, which goes up to GLIBC_2.31",
  );
  const fresh = outcomes(binary, { loading: loading([...old, "GLIBC_2.32", "GLIBC_2.34"]) });
  assert.equal(fresh.get("binary-needs-newer-library")?.kind, "pass");
});

test("versions are numbers: 2.4 is older than 2.34", () => {
  assert.equal(
    highestGlibc(["GLIBC_2.4", "GLIBC_2.34", "GLIBC_PRIVATE", "GLIBC_2.9", "X_3"]),
    "2.34",
  );
  assert.equal(highestGlibc(["GLIBC_PRIVATE"]), null);
  assert.ok(compareDotted("3.2.0", "3.2") === 0 && compareDotted("3.10", "3.9.9") > 0);
});

test("the oldest kernel of its note", () => {
  const binary = { ...read("app-linux-amd64"), kernel: "3.2.0" };
  const kind = (kernel: string | null) =>
    outcomes(binary, { kernel }).get("binary-needs-newer-kernel")?.kind;
  assert.equal(kind("6.18.44-fc-v657"), "pass");
  assert.equal(kind("2.6.32-754.el6"), "fail");
  assert.equal(kind(null), "unknown");
  assert.equal(kind("rolling"), "unknown");
});

test("the Go that made it: faults, support, a Go that nobody knows", () => {
  const binary = read("app-dirty");
  const go = {
    version: "1.22.5",
    advisories: ["GO-1", "GO-2"],
    better: "1.26.11",
    endedBy: "1.24",
  };
  const all = outcomes(binary, { go });
  const text = "go1.22.5 has 2 advisories about the standard library: GO-1, GO-2";
  assert.equal(evidence(all, "binary-go-vulnerable"), text);
  assert.match(evidence(all, "binary-go-out-of-support") ?? "", /out of support since 1.24$/);
  assert.equal(outcomes(binary, { go: null }).get("binary-go-vulnerable")?.kind, "unknown");
  const modified = all.get("binary-modified");
  assert.equal(modified?.kind === "fail" && modified.findings[0]?.severity, "info");
  const dirty = read("app-dirty");
  const settings = { ...dirty.go?.settings, "vcs.modified": "false" };
  const clean = { ...dirty, go: dirty.go && { ...dirty.go, settings } };
  assert.equal(outcomes(clean).get("binary-modified")?.kind, "pass");
  const script = inspect(bytesSource(Buffer.from("#!/bin/sh\n")));
  for (const { kind } of outcomes(script, { go: null }).values())
    assert.equal(kind, "not-applicable");
});

test("what came of running it alone", () => {
  const binary = read("net-cgo");
  const kind = (alone: Subject["alone"]) =>
    outcomes(binary, { alone }).get("binary-not-alone")?.kind;
  assert.equal(kind(null), "not-applicable");
  assert.equal(kind({ is: "ended", code: 0, said: "" }), "pass");
  assert.equal(kind({ is: "ended", code: null, said: "" }), "fail");
  assert.equal(kind({ is: "unknown", reason: "no namespaces" }), "unknown");
  const all = outcomes(binary, { alone: { is: "not-started" } });
  assert.equal(
    evidence(all, "binary-not-alone"),
    `it did not start: ${LOADER} is not in an empty root`,
  );
});

test("what a program will miss where nothing else is", () => {
  const all = (zones: boolean, roots: boolean) =>
    outcomes(read("net-cgo"), { wanted: { zones, roots } });
  const text = evidence(all(true, false), "binary-wants-files");
  assert.equal(text, "it calls time.LoadLocation, and carries no time zones");
  assert.match(evidence(all(false, true), "binary-wants-files") ?? "", /certificates/);
  assert.equal(all(false, false).get("binary-wants-files")?.kind, "pass");
});

test("every code has a page with its title", () => {
  for (const { code } of BINARY_RULES) {
    const page = readFileSync(new URL(`../../docs/finding/${code}.md`, import.meta.url), "utf8");
    assert.ok(
      page.startsWith(`# ${BINARY_CATALOGUE[code].title}\n\n\`${code}\`\n\n## What\n`),
      code,
    );
  }
});

test("every code fires on a recorded program and passes on another", () => {
  for (const { code } of BINARY_RULES) {
    assert.ok(seen.has(`${code} fail`), `${code} never fires`);
    assert.ok(seen.has(`${code} pass`), `${code} never passes`);
  }
});
