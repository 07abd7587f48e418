// Verdicts on planned downgrades, each from a machine whose right answer is known beforehand.
import assert from "node:assert/strict";
import test from "node:test";
import { known, unknown } from "#facts/fact.ts";
import type { Facts } from "#facts/facts.ts";
import { SHIPPED } from "#facts/floors.ts";
import type { FoundBinary } from "#facts/read.ts";
import { type Planned, planFor } from "./plan.ts";

const CALLS = ["pidfd_send_signal", "pidfd_open", "clone3", "faccessat2", "epoll_pwait2"];
const DEBIAN = {
  os: "linux",
  goarch: "amd64",
  version: "6.1.0",
  name: "Linux 6.1.0-21-amd64",
  libc: "glibc",
  libcVersion: "2.36",
};

function machine(version: string, more: Partial<Facts> = {}): Partial<Facts> {
  const calls = CALLS.map((name) => ({ name, state: "present" as const }));
  return {
    system: known(DEBIAN),
    goversions: known({ versions: [{ version, by: "--for" }] }),
    floors: known({ ...SHIPPED, own: null }),
    libcfile: known({
      kind: "glibc",
      path: "/lib/libc.so.6",
      version: "2.36",
      kernelFloor: "3.2.0",
    }),
    syscalls: known({ calls }),
    surroundings: known({ container: null, wsl: 0, systemd: "running" }),
    programs: holding([]),
    ...more,
  };
}

function holding(binaries: readonly Pick<FoundBinary, "file" | "glibc" | "kernel">[]) {
  const programs = binaries.map((one) => ({
    os: "linux",
    arch: "amd64",
    libc: null,
    ...one,
  }));
  return known({ directory: "/b", programs, unread: [] });
}

function verdict(planned: Planned, facts: Partial<Facts>) {
  const { verdict: word, reasons } = planFor(planned, facts);
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
  // Go 1.23 is the last that 3.1 can run; of its C library nothing is known.
  const bare = { kind: null, path: null, version: null, kernelFloor: null };
  const static123 = machine("1.23.1", { libcfile: known(bare), syscalls: known({ calls: [] }) });
  assert.equal(verdict({ kernel: "3.1" }, static123), "risky go1.23.1 clone3");
});

test("what does not work today is not lost, and what a vendor took over into an old kernel is", () => {
  const calls = CALLS.map((name) => ({ name, state: "blocked" as const }));
  const sandboxed = machine("1.27.4", { syscalls: known({ calls }) });
  assert.equal(verdict({ kernel: "4.19" }, sandboxed), "safe");
  const rhel = { ...DEBIAN, version: "4.18.0", name: "Linux 4.18.0-553.el8_10.x86_64" };
  const backported = machine("1.27.4", { system: known(rhel) });
  assert.equal(verdict({ kernel: "4.9" }, backported), "risky clone3");
  assert.equal(verdict({ kernel: "4.18" }, backported), "safe");
  // By numbers alone nothing newer than 4.18 can be there, but nobody tried.
  const untried = machine("1.27.4", { system: known(rhel), syscalls: unknown("no perl") });
  assert.equal(verdict({ kernel: "4.9" }, untried), "risky syscalls");
});

test("where there is no kernel to exchange", () => {
  const inside = (container: string | null, wsl: 0 | 1 | 2 = 0) =>
    machine("1.27.4", { surroundings: known({ container, wsl, systemd: "none" }) });
  assert.equal(verdict({ kernel: "5.10" }, inside("gvisor")), "risky gvisor");
  assert.equal(verdict({ kernel: "5.10" }, inside(null, 1)), "risky WSL 1");
  assert.equal(verdict({ kernel: "5.10" }, inside(null, 2)), "safe");
  assert.equal(verdict({ kernel: "5.10" }, inside("docker")), "safe");
  const mac = { ...DEBIAN, os: "darwin", version: "14.6.1", name: "macOS 14.6.1" };
  assert.match(verdict({ kernel: "5.10" }, machine("1.27.4", { system: known(mac) })), /^risky/);
});

test("what is unknown is never safe", () => {
  const untried = machine("1.27.4", { syscalls: unknown("perl is not here") });
  assert.equal(verdict({ kernel: "6.0" }, untried), "risky syscalls");
  assert.equal(planFor({ kernel: "6.0" }, {}).verdict, "risky");
  const unread = known({ directory: "/b", programs: [], unread: ["/b/x: it is cut short"] });
  assert.equal(
    verdict({ glibc: "2.36" }, machine("1.27.4", { programs: unread })),
    "risky programs",
  );
});

test("C libraries, by the symbols that programs need and the notes that they carry", () => {
  const programs = holding([
    { file: "/b/cgo", glibc: "2.34", kernel: "3.2.0" },
    { file: "/b/static", glibc: null, kernel: null },
  ]);
  const here = machine("1.23.1", { programs });
  assert.equal(verdict({ glibc: "2.31" }, here), "blocked /b/cgo");
  assert.equal(verdict({ glibc: "2.34" }, here), "safe");
  assert.equal(verdict({ kernel: "3.1", glibc: "2.25" }, here), "blocked /b/cgo /b/cgo");
  // Of glibc itself NEWS says: 2.26 needs 3.2.
  assert.equal(verdict({ kernel: "3.1", glibc: "2.34" }, here), "blocked /b/cgo glibc 2.34");
});

test("where there is no glibc to exchange", () => {
  const musl = { ...DEBIAN, libc: "musl", libcVersion: "1.2.5" };
  const alpine = machine("1.27.4", { system: known(musl) });
  assert.equal(verdict({ glibc: "2.31" }, alpine), "risky glibc");
});
