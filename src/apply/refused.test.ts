// What perform refuses: then nothing is changed, also by the actions before it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmod, link, stat } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Action } from "#model/action.ts";
import { type Place, withPlace } from "../../test/support/changes.ts";
import { perform } from "./perform.ts";

const root = process.getuid?.() === 0;
const FIXER = fileURLToPath(new URL("../../test/support/fixer.ts", import.meta.url));
const write = (path: string): Action => ({ kind: "write", path, content: "" });
const block = (path: string): Action => ({ kind: "block", path, name: "path", lines: ["x"] });

const REFUSED: readonly {
  readonly name: string;
  readonly code: string;
  readonly message: RegExp;
  make(place: Place): Promise<Action>;
}[] = [
  {
    name: "a read-only file",
    code: "no-permission",
    message: /rc" *: it is read-only$/,
    make: async (place) => block(await place.file("rc", "a\n", 0o444)),
  },
  {
    name: "a read-only file that would be removed",
    code: "no-permission",
    message: /read-only/,
    make: async (place) => ({ kind: "remove", path: await place.file("rc", "a\n", 0o400) }),
  },
  {
    name: "a file over 1 MiB",
    code: "cannot-edit",
    message: /larger than 1 MiB/,
    make: async (place) => block(await place.file("rc", "a".repeat((1 << 20) + 1))),
  },
  {
    name: "a file that would become larger than 1 MiB",
    code: "cannot-edit",
    message: /would become larger than 1 MiB/,
    make: async (place) => block(await place.file("rc", "a".repeat(1 << 20))),
  },
  {
    name: "a binary file",
    code: "cannot-edit",
    message: /zero byte/,
    make: async (place) => ({ kind: "write", path: await place.file("rc", "a\0b"), content: "x" }),
  },
  {
    name: "a directory",
    code: "cannot-edit",
    message: /is a directory/,
    make: async (place) => ({ kind: "remove", path: place.user }),
  },
  {
    name: "a link where a file is",
    code: "cannot-edit",
    message: /is a file/,
    make: async (place) => ({ kind: "link", path: await place.file("rc", ""), target: "x" }),
  },
  {
    name: "a directory on the way that is a file",
    code: "cannot-edit",
    message: /is no directory/,
    make: async (place) => {
      await place.file("rc", "");
      return { kind: "write", path: place.at("rc/x"), content: "" };
    },
  },
  {
    name: "a file under two names",
    code: "cannot-edit",
    message: /2 names/,
    make: async (place) => {
      await link(await place.file("rc", "a\n"), place.at("other"));
      return block(place.at("rc"));
    },
  },
  {
    name: "half a block",
    code: "cannot-edit",
    message: /rc": the block gostead path has lost/,
    make: async (place) => block(await place.file("rc", "# >>> gostead path >>>\n")),
  },
  {
    name: "a device",
    code: "cannot-edit",
    message: /neither/,
    make: async () => ({ kind: "write", path: "/dev/null", content: "" }),
  },
  {
    name: "a relative path",
    code: "cannot-edit",
    message: /absolute/,
    make: async () => ({ kind: "write", path: "rc", content: "" }),
  },
];

for (const { name, code, message, make } of REFUSED) {
  test(`${name} is refused, and nothing else is changed`, async () => {
    await withPlace(async (place) => {
      const action = await make(place);
      const before = await place.snap();
      const good: Action = { kind: "write", path: place.at("good"), content: "x\n" };
      await assert.rejects(perform([good, action], place.deps), { code, message });
      assert.deepEqual(await place.snap(), before);
      await assert.rejects(stat(place.journal), { code: "ENOENT" });
    });
  });
}

/** The answer of a process of another user, who has no rights but those of `others`. */
function asNobody(place: Place, actions: readonly Action[]): string {
  const ran = spawnSync(process.execPath, [FIXER, place.root, "perform"], {
    input: JSON.stringify(actions),
    encoding: "utf8",
    ...(root ? { uid: 65534, gid: 65534 } : {}),
  });
  return ran.stdout.replace("ready\n", "").trim() || ran.stderr;
}

test("directories and files without permission: refused, nothing changed", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("closed/rc", "a\n", 0o666);
    const secret = await place.file("secret", "a\n", 0o000);
    for (const path of [place.root, place.user]) await chmod(path, 0o777);
    await chmod(place.at("closed"), 0o555);
    const before = await place.snap();
    const refused = (action: Action, message: RegExp) =>
      assert.match(asNobody(place, [write(place.at("x")), action]), message);
    refused(block(rc), /^no-permission: .*closed\/rc": its directory is read-only$/);
    refused(write(place.at("closed/new/file")), /^no-permission: .*closed\/new": its directory/);
    refused({ kind: "remove", path: rc }, /^no-permission: /);
    refused(block(secret), /^no-permission: may not read/);
    assert.deepEqual(await place.snap(), before);
    assert.equal(asNobody(place, [write(place.at("x"))]), "changed 1");
    await chmod(place.at("closed"), 0o755);
  });
});

test("a file whose owner could not be kept is not changed", { skip: !root }, async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n");
    for (const path of [place.root, place.user]) await chmod(path, 0o777);
    await chmod(rc, 0o666);
    const before = await place.snap();
    assert.match(asNobody(place, [block(rc)]), /^no-permission: .*back to user 0, group 0$/);
    assert.deepEqual(await place.snap(), before);
  });
});
