import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import type { Env } from "#host/env.ts";
import { layoutOf } from "#host/paths.ts";
import { GosteadError } from "#model/error.ts";
import { allow, revoke } from "./allowed.ts";
import type { Values } from "./keys.ts";
import { loadSettings } from "./settings.ts";

const uid = process.getuid?.();
const DEFAULTS = { goproxy: "https://default.example", lockTimeout: 300 };

interface Machine {
  readonly root: string;
  readonly notices: string[];
  put(name: string, text: string): string;
  load(from?: string, env?: Env, defaults?: Partial<Values>): ReturnType<typeof loadSettings>;
}

async function withMachine(use: (machine: Machine) => Promise<void>): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "gostead-config-")));
  const notices: string[] = [];
  const put = (name: string, text: string) => {
    const file = join(root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  mkdirSync(join(root, "p/.git"), { recursive: true });
  const load: Machine["load"] = (from = "p", env = {}, defaults = DEFAULTS) =>
    loadSettings({
      cwd: join(root, from),
      env: { HOME: join(root, "h"), ...env },
      home: () => layoutOf(join(root, "gs")),
      uid,
      defaults,
      systemFile: join(root, "etc/config.yaml"),
      onIgnored: (notice) => notices.push(notice),
    });
  try {
    await use({ root, notices, put, load });
  } finally {
    rmSync(root, { recursive: true });
  }
}

const USER = "h/.config/gostead/config.yaml";
const PROJECT = "p/gostead.yaml";
const SYSTEM = "etc/config.yaml";

test("each layer gives way to the one above, and says where it stands", async () => {
  await withMachine(async ({ root, put, load, notices }) => {
    const at = async (env?: Env, flag?: string) =>
      (await load("p", env)).get("lockTimeout", { name: "--wait", text: flag });
    assert.deepEqual(await at(), { value: 300, origin: { layer: "default" } });
    const system = put(SYSTEM, "\nlockTimeout: 1\n");
    assert.deepEqual(await at(), { value: 1, origin: { layer: "system", file: system, line: 2 } });
    const user = put(USER, "lockTimeout: 2\n");
    assert.deepEqual(await at(), { value: 2, origin: { layer: "user", file: user, line: 1 } });
    const text = "go: 1.24\nlockTimeout: 3\n";
    const project = put(PROJECT, text);
    const home = layoutOf(join(root, "gs"));
    await allow({ path: project, bytes: Buffer.from(text), unsafe: false }, home, uid);
    assert.deepEqual(await at(), {
      value: 3,
      origin: { layer: "project", file: project, line: 2 },
    });
    const env = { GOSTEAD_LOCK_TIMEOUT: "4" };
    assert.deepEqual(await at(env), { value: 4, origin: { layer: "env" } });
    assert.deepEqual(await at(env, "5"), { value: 5, origin: { layer: "flag" } });
    assert.deepEqual(await at({ GOSTEAD_LOCK_TIMEOUT: "" }), await at());
    assert.deepEqual(notices, []);
  });
});

test("Go's own settings file comes after the user's, before the system's", async () => {
  await withMachine(async ({ put, load, root }) => {
    put(SYSTEM, "goproxy: https://system.example\n");
    const go = put("h/.config/go/env", "GOPROXY=https://go.example\n");
    const found = (await load()).get("goproxy");
    assert.deepEqual(found, { value: "https://go.example", origin: { layer: "user", file: go } });
    put(USER, "goproxy: https://user.example\n");
    assert.equal((await load()).get("goproxy")?.value, "https://user.example");
    const other = put("other", "GOSUMDB=sum.example.com\n");
    const named = (await load("p", { GOENV: other })).get("gosumdb");
    assert.deepEqual(
      named?.origin,
      { layer: "env", file: other },
      "GOENV is the environment's word",
    );
    assert.equal((await load("p", { GOENV: "off", HOME: root })).get("gosumdb"), undefined);
  });
});

test("a project says its version and its restrictions; all else waits for a word (S7)", async () => {
  await withMachine(async ({ root, put, load, notices }) => {
    const text = `go: 1.24.6
goproxy: https://evil.example
gosumdb: evil.example+01234567+AAAA
policy: {minVersion: 1.24.3}
lockTimeout: 1
prune: {unusedDays: 0}
`;
    const file = put(PROJECT, text);
    const kept = async () => {
      notices.length = 0;
      const settings = await load("p", {}, {});
      const keys = [
        "go",
        "policy.minVersion",
        "lockTimeout",
        "prune.unusedDays",
        "goproxy",
        "gosumdb",
      ];
      return keys.filter((key) => settings.get(key as keyof Values) !== undefined).join(" ");
    };
    assert.equal(await kept(), "go policy.minVersion");
    assert.deepEqual(
      notices.map((notice) =>
        /^(.*): (\S+) is ignored: .*?(gostead allow( --unsafe)?)/.exec(notice)?.slice(1, 4),
      ),
      [
        [`${file}:2:1`, "goproxy", "gostead allow --unsafe"],
        [`${file}:3:1`, "gosumdb", "gostead allow"],
        [`${file}:5:1`, "lockTimeout", "gostead allow"],
        [`${file}:6:9`, "prune.unusedDays", "gostead allow"],
      ],
    );
    const home = layoutOf(join(root, "gs"));
    const bytes = Buffer.from(text);
    await allow({ path: file, bytes, unsafe: false }, home, uid);
    assert.equal(await kept(), "go policy.minVersion lockTimeout prune.unusedDays");
    await allow({ path: file, bytes, unsafe: true }, home, uid);
    assert.equal(await kept(), "go policy.minVersion lockTimeout prune.unusedDays goproxy");
    assert.match(notices.join(), /^[^,]*gosumdb is ignored: no project file names the log/, "S5");
    put(PROJECT, `${text}# a word more\n`);
    assert.equal(await kept(), "go policy.minVersion");
    assert.match(notices[0] ?? "", /has changed since you allowed it/);
    put(PROJECT, text);
    assert.match(await kept(), /goproxy/, "the content that was allowed");
    await revoke({ path: file, dryRun: false }, home, uid);
    assert.equal(await kept(), "go policy.minVersion");
  });
});

test("what is allowed is one file: not a copy of it elsewhere", async () => {
  await withMachine(async ({ root, put, load, notices }) => {
    const text = "lockTimeout: 1\n";
    const file = put("p/a/gostead.yaml", text);
    put("p/b/gostead.yaml", text);
    await allow(
      { path: file, bytes: Buffer.from(text), unsafe: true },
      layoutOf(join(root, "gs")),
      uid,
    );
    assert.equal((await load("p/a")).get("lockTimeout")?.value, 1);
    assert.equal((await load("p/b")).get("lockTimeout")?.value, 300);
    assert.equal(notices.length, 1);
  });
});

test("no layer loosens another's restriction: the highest minVersion counts", async () => {
  await withMachine(async ({ put, load }) => {
    put(SYSTEM, "policy: {minVersion: 1.24.3}\n");
    const layerOf = async () => (await load()).get("policy.minVersion")?.origin.layer;
    put(PROJECT, "policy: {minVersion: 1.20}\n");
    assert.equal(await layerOf(), "system");
    put(USER, "policy: {minVersion: 1.9}\n");
    assert.equal(await layerOf(), "system");
    put(PROJECT, "policy: {minVersion: 1.25.0}\n");
    assert.equal(await layerOf(), "project");
  });
});

test("the walk ends at the root of the repository", async () => {
  await withMachine(async ({ root, put, load }) => {
    put("gostead.yaml", "go: 1.20\n");
    mkdirSync(join(root, "p/deep/er"), { recursive: true });
    assert.equal((await load("p/deep/er")).get("go"), undefined);
    put(PROJECT, "go: 1.24\n");
    assert.equal((await load("p/deep/er")).get("go")?.value, "1.24");
    put("p/deep/gostead.yaml", "go: 1.25\n");
    assert.equal((await load("p/deep/er")).get("go")?.value, "1.25");
    // A worktree's .git is a file.
    put("p/deep/er/.git", "gitdir: elsewhere\n");
    assert.equal((await load("p/deep/er")).get("go"), undefined);
    rmSync(join(root, "p/.git"), { recursive: true });
    rmSync(join(root, "p/gostead.yaml"));
    mkdirSync(join(root, "p/other"));
    assert.equal((await load("p/other")).get("go")?.value, "1.20");
  });
});

test("a file that others may have written is passed over with a word", async () => {
  await withMachine(async ({ put, load, notices }) => {
    put(PROJECT, "go: 1.24\n");
    const file = put("p/sub/gostead.yaml", "go: 1.20\n");
    chmodSync(file, 0o666);
    assert.equal((await load("p/sub")).get("go")?.value, "1.24");
    assert.deepEqual(notices, [`${file} is ignored: everyone may write to it or its directory`]);
  });
});

test("a wrong flag is a usage error, a wrong variable a bad setting", async () => {
  await withMachine(async ({ load }) => {
    const settings = await load("p", { GOSTEAD_LOCK_TIMEOUT: "soon" });
    const code = (use: () => unknown) => {
      try {
        return use();
      } catch (error) {
        return error instanceof GosteadError && `${error.code}: ${error.message}`;
      }
    };
    assert.equal(
      code(() => settings.get("lockTimeout")),
      'bad-setting: GOSTEAD_LOCK_TIMEOUT must be whole seconds, for example 60, not "soon"',
    );
    assert.equal(
      code(() => settings.get("prune.unusedDays", { name: "--unused", text: "-1" })),
      'usage: --unused must be whole days, for example 30, not "-1"',
    );
  });
});

test("the user's file: XDG_CONFIG_HOME when absolute, else ~/.config; none without a home", async () => {
  await withMachine(async ({ root, put, load }) => {
    put(USER, "lockTimeout: 1\n");
    put("x/gostead/config.yaml", "lockTimeout: 2\n");
    const at = async (env: Env) => (await load("p", env)).get("lockTimeout")?.value;
    assert.equal(await at({ XDG_CONFIG_HOME: join(root, "x") }), 2);
    assert.equal(await at({ XDG_CONFIG_HOME: "x" }), 1);
    assert.equal(await at({ HOME: undefined }), 300);
  });
});
