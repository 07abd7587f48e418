// Verdicts on planned downgrades, each from a machine whose right answer is known beforehand.
import assert from "node:assert/strict";
import test from "node:test";
import { known, unknown } from "#facts/fact.ts";
import type { Facts } from "#facts/facts.ts";
import { SHIPPED } from "#facts/floors.ts";
import { type NeedyProgram, type Planned, planFor } from "./plan.ts";

const CALLS = ["pidfd_send_signal", "pidfd_open", "clone3", "faccessat2", "epoll_pwait2"];

function machine(version: string, more: Partial<Facts> = {}): Partial<Facts> {
  const calls = CALLS.map((name) => ({ name, state: "present" as const }));
  return {
    system: known({
      os: "linux",
      goarch: "amd64",
      version: "6.1.0",
      name: "Linux 6.1.0-21-amd64",
      libc: "glibc",
      libcVersion: "2.36",
    }),
    goversions: known({ versions: [{ version, by: "--for" }] }),
    floors: known({ ...SHIPPED, own: null }),
    libcfile: known({
      kind: "glibc",
      path: "/lib/libc.so.6",
      version: "2.36",
      kernelFloor: "3.2.0",
    }),
    syscalls: known({ calls }),
    paths: known({ uid: 0, isSystem: false, roles: [], leading: [] }),
    ...more,
  };
}

function verdict(planned: Planned, facts: Partial<Facts>, programs: readonly NeedyProgram[] = []) {
  const { verdict: word, reasons } = planFor(planned, facts, { programs, unread: [] });
  const worst = reasons.filter((one) => one.verdict === word).map(({ subject }) => subject);
  return word === "safe" ? word : `${word} ${worst.join(" ")}`;
}

test("kernels", () => {
  assert.equal(verdict({ kernel: "5.10" }, machine("1.27.4")), "safe");
  // glibc 2.36 was built for 3.2.0, and Go 1.24 is the first that needs 3.2.
  assert.equal(verdict({ kernel: "2.6.32" }, machine("1.24.0")), "blocked go1.24.0 /lib/libc.so.6");
  assert.equal(verdict({ kernel: "2.6.32" }, machine("1.23.1")), "blocked /lib/libc.so.6");
  // clone3 is what Go has nothing else for.
  assert.equal(verdict({ kernel: "4.19" }, machine("1.27.4")), "risky clone3");
  assert.equal(verdict({ kernel: "4.19" }, machine("1.19.13")), "safe");
});

test("a call that a sandbox blocks today is not lost", () => {
  const calls = CALLS.map((name) => ({ name, state: "blocked" as const }));
  const sandboxed = machine("1.27.4", { syscalls: known({ calls }) });
  assert.equal(verdict({ kernel: "4.19" }, sandboxed), "safe");
});

test("what is unknown is never safe", () => {
  const untried = machine("1.27.4", { syscalls: unknown("perl is not here") });
  assert.equal(verdict({ kernel: "6.0" }, untried), "risky syscalls");
  assert.equal(planFor({ kernel: "6.0" }, {}, { programs: [], unread: [] }).verdict, "risky");
  const unread = planFor({ glibc: "2.36" }, machine("1.27.4"), { programs: [], unread: ["x"] });
  assert.equal(unread.verdict, "risky");
});

test("C libraries, by the symbols that programs need and the notes that they carry", () => {
  const programs = [
    { file: "/b/cgo", glibc: "2.34", kernel: "3.2.0" },
    { file: "/b/static", glibc: null, kernel: null },
  ];
  assert.equal(verdict({ glibc: "2.31" }, machine("1.27.4"), programs), "blocked /b/cgo");
  assert.equal(verdict({ glibc: "2.34" }, machine("1.27.4"), programs), "safe");
  const kept = verdict({ kernel: "3.1", glibc: "2.34" }, machine("1.23.1"), programs);
  assert.equal(kept, "blocked /b/cgo");
});
