import assert from "node:assert/strict";
import {
  chmod,
  chown,
  mkdir,
  readFile,
  readlink,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { test } from "node:test";
import type { Action } from "#model/action.ts";
import { type Place, withPlace } from "../../test/support/changes.ts";
import { perform } from "./perform.ts";
import { planAll } from "./plan.ts";
import { undo } from "./undo.ts";

const read = (path: string) => readFile(path, "utf8");
const block = (path: string, lines: readonly string[] = ["x"]): Action => ({
  kind: "block",
  path,
  name: "path",
  lines,
});

/** Performs, looks, and takes it back: every file must be as it was. */
async function andBack(
  place: Place,
  actions: readonly Action[],
  look: () => Promise<void>,
): Promise<void> {
  const before = await place.snap();
  const changes = await perform(actions, place.deps);
  assert.notEqual(changes.length, 0);
  await look();
  assert.deepEqual(await perform(actions, place.deps), [], "a second time there is nothing to do");
  await undo("last", place.deps);
  assert.deepEqual(await place.snap(), before);
}

test("each kind of action, and all of them taken back", async () => {
  await withPlace(async (place) => {
    const rc = await place.file(".bashrc", "a\nb", 0o600);
    const gone = await place.file("gone", "secret\n", 0o640);
    await symlink("old", place.at("current"));
    const actions: Action[] = [
      { kind: "write", path: place.at("new/deep/env"), content: "GOFLAGS=\n", mode: 0o600 },
      { kind: "write", path: rc, content: "whole\nnew\n" },
      block(rc, ["export X=1"]),
      { kind: "link", path: place.at("current"), target: "new" },
      { kind: "link", path: place.at("fresh"), target: "/nowhere" },
      { kind: "remove", path: gone },
      { kind: "run", argv: ["touch", place.at("ran")], inverse: ["rm", place.at("ran")] },
    ];
    const before = await place.snap();
    const changes = await perform(actions, place.deps);
    assert.deepEqual(
      changes.map((change) =>
        change.kind === "path" ? change.path.slice(place.user.length) : change.argv[0],
      ),
      [
        "/new",
        "/new/deep",
        "/new/deep/env",
        "/.bashrc",
        "/.bashrc",
        "/current",
        "/fresh",
        "/gone",
        "touch",
      ],
    );
    assert.equal(
      await read(rc),
      "whole\nnew\n# >>> gostead path >>>\nexport X=1\n# <<< gostead path <<<\n",
    );
    const after = await place.snap();
    assert.match(after[".bashrc"] ?? "", /^file 0600/);
    assert.match(after["new/deep/env"] ?? "", /^file 0600/);
    assert.equal(after["new/deep"], "directory 0755");
    assert.equal(after.current, "link -> new");
    assert.equal(after.fresh, "link -> /nowhere");
    assert.equal(after.gone, undefined);
    assert.ok(after.ran);
    await undo("last", place.deps);
    assert.deepEqual(await place.snap(), before);
  });
});

test("a symlinked dotfile: the link stays, its target changes", async () => {
  await withPlace(async (place) => {
    await place.file("dotfiles/bashrc", "a\n", 0o640);
    await symlink("dotfiles/bashrc", place.at("middle"));
    await symlink(place.at("middle"), place.at(".bashrc"));
    await andBack(place, [block(place.at(".bashrc"))], async () => {
      assert.equal(await readlink(place.at(".bashrc")), place.at("middle"));
      assert.match(await read(place.at("dotfiles/bashrc")), /gostead path/);
      assert.equal((await stat(place.at("dotfiles/bashrc"))).mode & 0o777, 0o640);
    });
  });
});

test("a link whose target is not there yet; one below a linked directory", async () => {
  await withPlace(async (place) => {
    await symlink("later/rc", place.at(".rc"));
    await andBack(place, [block(place.at(".rc"))], async () => {
      assert.match(await read(place.at("later/rc")), /file made/);
    });
    await mkdir(place.at("real"));
    await symlink("real", place.at("alias"));
    await andBack(place, [{ kind: "write", path: place.at("alias/f"), content: "" }], async () => {
      assert.equal(await read(place.at("real/f")), "");
    });
  });
});

test("a ring of links is refused", async () => {
  await withPlace(async (place) => {
    await symlink("b", place.at("a"));
    await symlink("a", place.at("b"));
    await assert.rejects(perform([block(place.at("a"))], place.deps), { code: "cannot-edit" });
  });
});

test("remove takes a link away, not what it leads to", async () => {
  await withPlace(async (place) => {
    await place.file("target", "t");
    await symlink("target", place.at("l"));
    await andBack(place, [{ kind: "remove", path: place.at("l") }], async () => {
      assert.equal(await read(place.at("target")), "t");
    });
    assert.deepEqual(await perform([{ kind: "remove", path: place.at("none/x") }], place.deps), []);
  });
});

test("files with CRLF, without a last newline, with a BOM, empty, not UTF-8", async () => {
  await withPlace(async (place) => {
    const contents = ["a\r\nb\r\n", "a\r\nb", "a", "", "\uFEFFa\n"];
    for (const [at, content] of contents.entries()) await place.file(`f${at}`, content);
    await place.file("latin1", Buffer.from([0x61, 0xe9, 0x0a, 0xff]));
    const names = [...contents.map((_, at) => `f${at}`), "latin1", "absent"];
    await andBack(
      place,
      names.map((name) => block(place.at(name))),
      async () => {
        assert.doesNotMatch(await read(place.at("f0")), /[^\r]\n/);
        assert.doesNotMatch(await read(place.at("f1")), /[^\r]\n/);
      },
    );
    await andBack(place, [{ kind: "write", path: place.at("f0"), content: "1\n2\n" }], async () => {
      assert.equal(await read(place.at("f0")), "1\r\n2\r\n");
    });
  });
});

test("a program that fails: what came before stays and is named, the rest is not begun", async () => {
  await withPlace(async (place) => {
    const before = await place.snap();
    const actions: Action[] = [
      { kind: "write", path: place.at("a"), content: "1" },
      { kind: "run", argv: ["sh", "-c", "echo no such thing >&2; exit 3"] },
      { kind: "write", path: place.at("b"), content: "2" },
    ];
    await assert.rejects(perform(actions, place.deps), {
      code: "child-failed",
      message: /failed with exit status 3: no such thing$/,
      fix: /gostead undo 1 takes back/,
    });
    assert.deepEqual(Object.keys(await place.snap()), ["a"]);
    const undone = await undo(1, place.deps);
    assert.match(undone?.left[0]?.why ?? "", /nothing takes it back/);
    assert.deepEqual(await place.snap(), before);
  });
});

test("what a program changed is seen by the actions behind it", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n");
    await perform(
      [{ kind: "run", argv: ["sh", "-c", `echo b >> '${rc}'`] }, block(rc)],
      place.deps,
    );
    assert.match(await read(rc), /^a\nb\n# >>>/);
  });
});

test("two at once: one waits, and then finds it done", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n");
    const waited: string[] = [];
    const deps = { ...place.deps, lock: { onWait: (holder: string) => waited.push(holder) } };
    const slow: Action = { kind: "run", argv: ["sleep", "0.3"] };
    const [one, two] = await Promise.all([
      perform([block(rc), slow], deps),
      perform([block(rc)], deps),
    ]);
    assert.equal(waited.length, 1);
    assert.deepEqual([one.length, two.length].sort(), [0, 2]);
  });
});

test("what was shown must still stand", async () => {
  await withPlace(async (place) => {
    const rc = await place.file("rc", "a\n");
    const actions = [block(rc)];
    const shown = await planAll(actions);
    await writeFile(rc, "edited\n");
    await assert.rejects(perform(actions, place.deps, shown), {
      code: "later-edit",
      message: /rc/,
    });
    assert.equal(await read(rc), "edited\n");
    await perform(actions, place.deps, await planAll(actions));
  });
});

test("the journal is private to its owner", async () => {
  await withPlace(async (place) => {
    await perform([block(await place.file("rc", "secret\n"))], place.deps);
    assert.equal((await stat(place.journal)).mode & 0o777, 0o700);
    assert.equal((await stat(`${place.journal}/1`)).mode & 0o777, 0o700);
  });
});

const root = process.getuid?.() === 0;

test("root gives what it makes and replaces to its owner", { skip: !root }, async () => {
  await withPlace(async (place) => {
    await chown(place.user, 1234, 1234);
    const rc = await place.file("rc", "a\n");
    await chown(rc, 1234, 77);
    await chmod(rc, 0o664);
    await perform([block(rc), { kind: "write", path: place.at("d/new"), content: "" }], place.deps);
    const owner = async (path: string) => {
      const { uid, gid, mode } = await stat(path);
      return [uid, gid, mode & 0o777];
    };
    assert.deepEqual(await owner(rc), [1234, 77, 0o664]);
    assert.deepEqual(await owner(place.at("d")), [1234, 1234, 0o755]);
    assert.deepEqual(await owner(place.at("d/new")), [1234, 1234, 0o644]);
    await perform([{ kind: "remove", path: rc }], place.deps);
    await undo("last", place.deps);
    assert.deepEqual(await owner(rc), [1234, 77, 0o664]);
  });
});
