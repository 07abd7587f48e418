// A machine that has only sh: what the script finds there, judged here, is what the doctor
// finds on the machine itself; what the script cannot see is unknown and never a pass.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { nodeScript } from "#facts/nodescript.ts";
import {
  type Broken,
  breakHome,
  inNewShell,
  programInNewShell,
  put,
} from "../support/brokenhome.ts";
import { type Home, runGostead, withHome } from "../support/home.ts";
import { mismatches } from "../support/schema.ts";
import { noSshd, startNode } from "../support/sshd.ts";

const SHELLS = [
  ["dash"],
  ["dash", "-eu"],
  ["busybox", "sh"],
  ["busybox", "sh", "-eu"],
  ["bash", "--posix"],
  ["bash", "--posix", "-eu", "-o", "pipefail"],
] as const;

interface Report {
  readonly findings: readonly { readonly code: string; readonly [key: string]: unknown }[];
  readonly checks: readonly { readonly code: string; readonly outcome: string }[];
}

function has([program = ""]: readonly string[]): boolean {
  return (
    spawnSync(program, ["sh", "-c", ":"].slice(program === "busybox" ? 0 : 1)).error === undefined
  );
}

async function scriptOf(home: Home): Promise<string> {
  const { stdout, code, stderr } = await runGostead(["facts", "script"], { home });
  assert.equal(code, 0, stderr);
  return stdout;
}

/** What a shell writes there, kept as a file. */
async function recorded(broken: Broken, shell: readonly string[], script: string): Promise<string> {
  const ran = await programInNewShell(broken, shell, script);
  assert.equal(ran.stderr, "", shell.join(" "));
  assert.equal(ran.code, 0, shell.join(" "));
  const schema = new URL("../../docs/reference/schema/facts-node.json", import.meta.url);
  assert.deepEqual(mismatches(JSON.parse(ran.stdout), schema), []);
  const file = join(broken.home.root, "node.json");
  writeFileSync(file, ran.stdout);
  return file;
}

test("the script is sound for shellcheck", (t) => {
  const ran = spawnSync("shellcheck", ["-s", "sh", "-"], { input: nodeScript("1.0.0") });
  if (ran.error !== undefined) return t.skip("shellcheck is absent");
  assert.equal(String(ran.stdout), "");
});

for (const shell of SHELLS) {
  test(`a broken home, seen by ${shell.join(" ")}, has the findings of the doctor there`, async (t) => {
    if (!has(shell)) return t.skip(`${shell[0]} is absent`);
    await withHome(async (home) => {
      const broken = await breakHome(home);
      const there = JSON.parse((await inNewShell(broken, "doctor", "--json")).stdout) as Report;
      const file = await recorded(broken, shell, await scriptOf(home));
      const ran = await runGostead(["doctor", "--facts", file, "--json"], { home });
      const here = JSON.parse(ran.stdout) as Report;
      assert.equal(ran.code, 1);
      const unknown = here.checks.flatMap(({ code, outcome }) =>
        outcome === "unknown" ? [code] : [],
      );
      const seen = ({ code }: { code: string }) => !unknown.includes(code);
      const found = there.findings.filter(seen);
      assert.deepEqual(here.findings, found);
      assert.ok(new Set(found.map(({ code }) => code)).size >= 9, String(found.length));
      const verdict = ({ code, outcome }: { code: string; outcome: string }) => [code, outcome];
      assert.deepEqual(
        here.checks.filter(seen).map(verdict),
        there.checks.filter(seen).map(verdict),
      );
      assert.ok(unknown.includes("shell-sees-other-go"), "no shell was started there");
    });
  });
}

test("a clean machine that has only sh: what was not seen is unknown, exit 3", async () => {
  await withHome(async (home) => {
    const ran = spawnSync("dash", {
      input: await scriptOf(home),
      env: { PATH: "/usr/bin:/bin", HOME: home.user },
    });
    const file = join(home.root, "node.json");
    writeFileSync(file, ran.stdout);
    const judged = await runGostead(["doctor", "shell", "env", "--facts", file, "--json"], {
      home,
    });
    const { checks, findings } = JSON.parse(judged.stdout) as Report;
    assert.deepEqual(findings, []);
    assert.equal(judged.code, 3);
    const same = ["fingerprint", "libcfile", "system", "uname", "os-release"];
    const compared = await runGostead(["facts", "diff", file, ...same], { home });
    assert.equal(compared.stdout, "0 differences\n", "what it is, from the outside and the inside");
    assert.equal(checks.find(({ code }) => code === "shell-start-fails")?.outcome, "unknown");
    assert.equal(checks.find(({ code }) => code === "goroot-exported")?.outcome, "pass");
  });
});

test("over ssh, as the manual has it: the node's own findings", { skip: noSshd }, async (t) => {
  await withHome(async (home) => {
    const GOFLAGS = "-insecure";
    const node = await startNode(join(home.root, "sshd"), { GOFLAGS, HOME: home.user });
    t.after(() => node.stop());
    const ran = spawnSync("ssh", [...node.ssh, "sh"], { input: await scriptOf(home) });
    assert.equal(ran.status, 0, String(ran.stderr));
    const file = join(home.root, "node.json");
    writeFileSync(file, ran.stdout);
    const judged = await runGostead(["doctor", "env", "--facts", file, "--json"], { home });
    const { findings } = JSON.parse(judged.stdout) as Report;
    assert.deepEqual(
      findings.map(({ code }) => code),
      ["goflags-harmful"],
    );
    const compared = await runGostead(["facts", "diff", file, "uname", "cpu"], { home });
    assert.equal(compared.stdout, "0 differences\n");
  });
});

test("no login, no token and no line that is not about Go leaves the machine", async () => {
  await withHome(async (home) => {
    const proxy = "https://me:hunter2@proxy.example.com?token=hunter2,direct";
    await put(join(home.user, ".bashrc"), `export TOKEN=hunter2\nexport GOPROXY=${proxy}\n`);
    await put(join(home.user, ".config/go/env"), `GOPROXY=${proxy}\nGOAUTH=netrc hunter2\n`);
    const ran = spawnSync("dash", {
      input: await scriptOf(home),
      env: { PATH: "/usr/bin:/bin", HOME: home.user, GOPROXY: proxy, TOKEN: "hunter2" },
    });
    assert.match(String(ran.stdout), /proxy\.example\.com/);
    assert.doesNotMatch(String(ran.stdout), /hunter2/);
  });
});
