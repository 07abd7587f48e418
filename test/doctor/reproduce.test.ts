// `gostead doctor limits --reproduce` with a go that is a script: it "compiles" what its surroundings say, so that each
// verdict has a case; and an end in the middle leaves nothing.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BUNDLE, environment, type Home, runGostead, withHome } from "../support/home.ts";
import { mismatches } from "../support/schema.ts";

const SCHEMA = new URL("../../docs/reference/schema/doctor-reproduce.json", import.meta.url);

/** `inside` runs before a build; $out is the program to write. */
function goThat(home: Home, inside: string): string {
  const bin = join(home.user, "bin");
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh
case $1 in
  version) echo 'go version go1.26.8 linux/amd64' ;;
  env) echo '{}' ;;
  list) echo "fmt"; echo "os" ;;
  build)
    for word; do [ "$before" = -o ] && out=$word; before=$word; done
    ${inside}
    printf program > "$out" ;;
esac
`;
  writeFileSync(join(bin, "go"), script, { mode: 0o755 });
  return `${bin}:/usr/bin:/bin`;
}

interface Case {
  readonly name: string;
  readonly outcome: string;
  readonly same: boolean | null;
  readonly says: string | null;
  readonly compiled: number | null;
}

async function reproduce(home: Home, inside: string) {
  const env = { PATH: goThat(home, inside), GOFLAGS: "-mod=vendor", GOPROXY: "http://127.0.0.1:1" };
  const ran = await runGostead(["doctor", "limits", "--reproduce", "--json"], { home, env });
  const answer = JSON.parse(ran.stdout) as { readonly cases: readonly Case[] };
  assert.deepEqual(mismatches(answer, SCHEMA), [], ran.stdout);
  const of = (name: RegExp) => {
    const found = answer.cases.find((one) => name.test(one.name));
    if (found === undefined) throw new Error(`no case ${name}`);
    return found;
  };
  return { code: ran.code, of, cases: answer.cases };
}

test("the same program everywhere; few files fail where they may", async () => {
  await withHome(async (home) => {
    const inside = `[ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -ge 32 ] || { echo '# app' >&2; echo 'fork: too many open files' >&2; exit 1; }
    [ "$GOPROXY$GOTOOLCHAIN$GOENV$GOFLAGS" = offlocaloff ] || exit 9
    case $* in *' -x '*) echo '/tool/compile -o x' >&2 ;; esac`;
    const { code, of, cases } = await reproduce(home, inside);
    assert.equal(code, 0);
    assert.equal(of(/^16 open/).outcome, "failed");
    assert.equal(of(/^16 open/).says, "fork: too many open files");
    assert.equal(of(/again/).compiled, 1);
    const built = cases.filter(({ outcome }) => outcome === "built");
    assert.equal(built.length, cases.length - 1);
    assert.deepEqual([...new Set(built.slice(1).map(({ same }) => same))], [true]);
    assert.deepEqual(
      readdirSync(home.tmp).filter((name) => name.startsWith("gostead-repro")),
      [],
    );
  });
});

test("a program that depends on the zone is told, and fails", async () => {
  await withHome(async (home) => {
    const { code, of } = await reproduce(home, 'printf "$TZ" > "$out"; exit 0');
    assert.equal(code, 1);
    assert.equal(of(/Chatham/).same, false);
    assert.equal(of(/^64 open/).same, true);
  });
});

test("a go that builds nothing at all gives nothing to compare with", async () => {
  await withHome(async (home) => {
    const { code, of } = await reproduce(home, "echo 'no space left on device' >&2; exit 1");
    assert.equal(code, 3);
    assert.equal(of(/as here/).says, "no space left on device");
    assert.equal(of(/as here/).same, null);
  });
});

test("ended in the middle it leaves nothing behind", async () => {
  await withHome(async (home) => {
    const PATH = goThat(home, 'mkdir -p "$GOCACHE/00"; : > "$HOME/../begun"; exec sleep 60');
    const env = { ...environment(home), PATH };
    const child = spawn(process.execPath, [BUNDLE, "doctor", "limits", "--reproduce"], { env });
    const workshops = () =>
      readdirSync(home.tmp).filter((name) => name.startsWith("gostead-reproduce-"));
    const begun = () =>
      workshops().some((name) => readdirSync(join(home.tmp, name)).includes("begun"));
    while (!begun()) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGINT");
    const [, signal] = await once(child, "exit");
    assert.equal(signal, "SIGINT");
    assert.deepEqual(workshops(), []);
  });
});
