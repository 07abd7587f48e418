// Limits, zone, locale and space as machines say them, odd answers among them.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import type { Machine } from "./fact.ts";
import { limitsFact } from "./limits.ts";
import { localeFact } from "./locale.ts";
import type { FileAnswer, RunAnswer } from "./read.ts";
import { spaceFact } from "./space.ts";

function machine(env: Record<string, string>, platform = "linux_amd64"): Machine {
  return { env, cwd: "/", gostead: undefined, uid: 1000, platform } as Machine;
}

function file(path: string, text: string): FileAnswer {
  return { is: "file", path, real: path, executable: false, bytes: Buffer.from(text, "latin1") };
}

const said = (stdout: string): RunAnswer => ({ is: "ended", code: 0, stdout, stderr: "" });

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units     
Max stack size            8388608              unlimited            bytes     
Max processes             96343                96343                processes 
Max open files            1024                 524288               files     
`;

test("limits of /proc, and the soft one from before Node raised it", () => {
  const answer = file("/proc/self/limits", LIMITS);
  const value = (kept: string | undefined) => {
    const fact = limitsFact.parse([kept, answer], machine({}), {});
    return fact.known ? fact.value : assert.fail(fact.reason);
  };
  assert.deepEqual(value(undefined), {
    nofile: { soft: 1024, hard: 524288 },
    nproc: { soft: 96343, hard: 96343 },
    stack: { soft: 8388608, hard: null },
  });
  assert.equal(value("256").nofile.soft, 256);
  assert.equal(value("unlimited").nofile.soft, null);
  assert.equal(value("x; rm").nofile.soft, 1024);
});

test("limits of ulimit where there is no /proc, in KiB of stack", () => {
  const darwin = machine({}, "darwin_arm64");
  const answer = said("256\nunlimited\n2666\n4000\n8176\n65520\n");
  assert.deepEqual(limitsFact.parse([undefined, answer], darwin, {}), {
    known: true,
    value: {
      nofile: { soft: 256, hard: null },
      nproc: { soft: 2666, hard: 4000 },
      stack: { soft: 8176 * 1024, hard: 65520 * 1024 },
    },
  });
  for (const text of ["", "256\n", "a\nb\nc\nd\ne\nf\n"])
    assert.equal(limitsFact.parse([undefined, said(text)], darwin, {}).known, false);
});

test("any text of /proc/self/limits gives limits or a reason, never a throw", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(LIMITS.length), (noise, at) => {
      const text = LIMITS.slice(0, at) + noise + LIMITS.slice(at);
      const fact = limitsFact.parse([undefined, file("/proc/self/limits", text)], machine({}), {});
      assert.equal(typeof fact.known, "boolean");
    }),
  );
});

test("zone files are looked for below the zone directories and nowhere else", () => {
  const asked = (TZ: string) =>
    localeFact
      .reads(machine({ TZ }), {})
      .flatMap((read) => ("file" in read ? [read.file] : []))
      .filter((path) => path !== "/etc/localtime");
  assert.ok(asked("Europe/Berlin").includes("/usr/share/zoneinfo/Europe/Berlin"));
  assert.deepEqual(asked(":/etc/zone"), ["/etc/zone"]);
  for (const name of ["../../etc/passwd", "a/../../b", "..", "a\\b", ""]) {
    assert.deepEqual(asked(name), [], name);
  }
});

test("locale -a is asked only for a name that not every system has", () => {
  const asks = (env: Record<string, string>) =>
    localeFact.reads(machine(env), {}).some((read) => "argv" in read);
  assert.equal(asks({ LANG: "C.UTF-8", LC_ALL: "POSIX" }), false);
  assert.equal(asks({ LANG: "de_DE.UTF-8" }), true);
});

test("space: one place for each file system, none counted where df counts no files", () => {
  const directory = (name: string, at: string) => {
    const rest = { isDirectory: true, mode: 0o755, uid: 0, writable: true };
    return { name, path: at, source: "default", at, ...rest };
  };
  const caches = { directories: [directory("store", "/home/u"), directory("temporary", "/tmp")] };
  const needed = {
    caches,
    mounts: { mounts: [{ point: "/tmp", type: "tmpfs", noexec: true, readOnly: false }] },
  };
  const head = "Filesystem 1024-blocks Used Available Capacity Mounted on\n";
  const bytes = said(`${head}//srv/my share 1000 400 600 40% /home\ntmpfs 64 0 64 0% /tmp\n`);
  const files = said(`${head}//srv/my share 0 0 0 - /home\ntmpfs 5000 1000 4000 20% /tmp\n`);
  const parse = (...answers: RunAnswer[]) => spaceFact.parse(answers, machine({}), needed);
  const place = { readOnly: false };
  assert.deepEqual(parse(bytes, files), {
    known: true,
    value: {
      places: [
        {
          ...place,
          mount: "/home",
          noexec: false,
          at: "/home/u",
          names: ["store"],
          freeBytes: 614400,
          freeFiles: null,
        },
        {
          ...place,
          mount: "/tmp",
          noexec: true,
          at: "/tmp",
          names: ["temporary"],
          freeBytes: 65536,
          freeFiles: 4000,
        },
      ],
    },
  });
  assert.equal(parse(said(head), files).known, false);
  assert.equal(parse({ is: "failed", reason: "df did not end within 2 s" }, files).known, false);
  const failed: RunAnswer = {
    is: "ended",
    code: 1,
    stdout: "",
    stderr: "df: /home: Stale file handle\n",
  };
  assert.deepEqual(parse(failed, files), {
    known: false,
    reason: "df failed: df: /home: Stale file handle",
  });
});
