// Security modules of recorded machines, and denials that may not be read.
import assert from "node:assert/strict";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { gather } from "./gather.ts";
import { recordedPlace } from "./place.ts";

const NAMES = ["lsm", "golabels", "denials"] as const;
const factsOf = async (name: string) => {
  const machine = fileURLToPath(new URL(`../../test/data/machines/${name}`, import.meta.url));
  return gather(NAMES, await recordedPlace(machine));
};

test("AppArmor: profiles, and the one that a running go has", async () => {
  const { lsm, golabels, denials } = await factsOf("apparmor-denies");
  assert.ok(lsm.known && golabels.known && denials.known);
  assert.deepEqual(lsm.value, {
    listed: ["lockdown", "capability", "yama", "apparmor"],
    active: ["apparmor"],
    label: "unconfined",
    profiles: [
      { name: "go-dev", mode: "enforce" },
      { name: "/usr/sbin/cupsd", mode: "enforce" },
    ],
  });
  assert.deepEqual(golabels.value.running, [{ pid: 77, label: "go-dev (enforce)" }]);
  assert.deepEqual([denials.value.log, denials.value.denials.length], ["dmesg", 3]);
});

test("SELinux: a label ends at its NUL", async () => {
  const { lsm } = await factsOf("selinux-denies");
  assert.ok(lsm.known);
  assert.deepEqual([lsm.value.active, lsm.value.label], [["selinux"], "system_u:system_r:ci_t:s0"]);
});

test("a log that may not be read is unknown, and says why", async () => {
  const closed = (await factsOf("selinux-log-closed")).denials;
  assert.ok(
    !closed.known && /audit\.log cannot be read: tail: .*Permission denied/.test(closed.reason),
  );
  const kernel = (await factsOf("apparmor-log-closed")).denials;
  assert.ok(!kernel.known && /dmesg cannot be read: .*not permitted/.test(kernel.reason));
});

test("no module: nothing is read", async () => {
  const { lsm, denials } = await factsOf("plain");
  assert.ok(lsm.known && denials.known);
  assert.deepEqual([lsm.value.active, lsm.value.label], [[], null]);
  assert.equal(denials.value.log, null);
});
