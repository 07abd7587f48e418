// A manifest becomes a proved one only when it hashes to what the log recorded.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { GosteadError } from "#model/error.ts";
import { parseSha256, type Sha256 } from "#model/hash.ts";
import type { Manifest } from "#model/manifest.ts";
import { parseVersion } from "#model/version.ts";
import { makeLog } from "../../test/support/log.ts";
import { memoryOps, serveLog } from "../../test/support/logops.ts";
import { prove } from "./client.ts";
import { matches } from "./matches.ts";
import { parseVerifierKey } from "./note.ts";

const sha = (content: string): Sha256 => {
  const hash = parseSha256(createHash("sha256").update(content).digest("hex"));
  assert.ok(hash);
  return hash;
};

const MODULE = "golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64";
const ENTRIES = ["VERSION", "bin/go", "src/fmt/print.go"].map((name) => ({
  name,
  sha256: sha(name),
  size: name.length,
}));

/** What `sha256sum` over the sorted list gives, as the log would record it. */
function logged(prefix = MODULE): string {
  const list = ENTRIES.map(({ name, sha256 }) => `${sha256}  ${prefix}/${name}\n`).join("");
  return `h1:${createHash("sha256").update(list).digest("base64")}`;
}

async function expectedOf(h1: string) {
  const log = makeLog({ name: "sum.example", seed: "matches" });
  log.fill(5);
  log.add(`${MODULE.replace("@", " ")} ${h1}\n`);
  const version = parseVersion("1.22.6");
  assert.ok(version);
  const release = { version, platform: { os: "linux", arch: "amd64" } };
  return prove(memoryOps(serveLog(log)), parseVerifierKey(log.verifierKey), release);
}

test("the logged manifest is proved, in whatever order", async () => {
  const expected = await expectedOf(logged());
  for (const entries of [ENTRIES, ENTRIES.toReversed()]) {
    const manifest: Manifest = { entries };
    const proved = matches(manifest, expected);
    assert.equal(proved.value, manifest);
    assert.equal(proved.expected, expected);
    assert.ok(Object.isFrozen(proved) && Object.isFrozen(expected));
  }
});

test("any other manifest is not", async () => {
  const expected = await expectedOf(logged());
  const [version, go, print] = ENTRIES as [Entry, Entry, Entry];
  type Entry = (typeof ENTRIES)[number];
  const others = [
    [],
    [version, go],
    [...ENTRIES, { ...go, name: "bin/gofmt" }],
    [version, { ...go, sha256: sha("evil") }, print],
    [version, { ...go, name: "bin/Go" }, print],
    [version, { ...go, sha256: print.sha256 }, { ...print, sha256: go.sha256 }],
  ];
  for (const entries of others) {
    assert.throws(
      () => matches({ entries }, expected),
      (error: unknown) => {
        assert.ok(error instanceof GosteadError);
        assert.equal(error.code, "hash-mismatch");
        assert.ok(error.message.includes(MODULE) && error.message.includes(expected.h1));
        return true;
      },
    );
  }
});

test("another release's hash does not fit, nor does a manifest with a bad name", async () => {
  const foreign = await expectedOf(logged(MODULE.replace("1.22.6", "1.22.5")));
  assert.throws(
    () => matches({ entries: ENTRIES }, foreign),
    /^GosteadError: golang\.org.* hashes to h1:/,
  );
  const expected = await expectedOf(logged());
  const bad = { entries: [{ name: "../bin/go", sha256: sha("x"), size: 1 }] };
  assert.throws(() => matches(bad, expected), { code: "bad-manifest" });
});
