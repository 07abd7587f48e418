// "Done when": a real home broken in ten ways, mended by doctor --fix --yes in
// the shell that a person would open, and put back byte for byte by undo.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { type Broken, breakHome, inNewShell, put } from "../support/brokenhome.ts";
import { environment, finished, snapshot, withHome } from "../support/home.ts";

/** Ten faults, in a start file that is a link and a settings file with CRLF. */
const FAULTS = [
  // The toy go of the tree is no program.
  "go-does-not-run",
  "goroot-exported",
  "goroot-in-goenv",
  "go-shadowed",
  "gobin-not-on-path",
  "goflags-harmful",
  "goflags-harmful",
  "checksum-database-off",
  "gotoolchain-missing",
  "shell-sees-other-go",
  "gopath-is-goroot",
  "goroot-exported",
];

/** How old the toy Go is by the table of the day is no fault of the home. */
const AGE = ["go-vulnerable", "go-out-of-support", "go-behind", "advisories-old"];

interface Report {
  readonly findings: readonly {
    readonly code: string;
    readonly fix: readonly unknown[];
    readonly advice?: string;
  }[];
  readonly coverage: { readonly ran: number; readonly of: number };
}

async function report(
  broken: Broken,
  ...words: string[]
): Promise<Report & { code: number | null }> {
  const { code, stdout, stderr } = await inNewShell(
    broken,
    "doctor",
    "--json",
    "--skip",
    AGE.join(","),
    ...words,
  );
  assert.match(stdout, /^\{/, stderr);
  return { ...(JSON.parse(stdout) as Report), code };
}

async function undoAll(broken: Broken): Promise<void> {
  const { stdout } = await inNewShell(broken, "undo", "--list", "--json");
  const count = stdout.trim().split("\n").length;
  for (let n = count; n > 0; n--) {
    const undone = await inNewShell(broken, "undo", String(n));
    assert.equal(undone.code, 0, undone.stderr);
  }
}

test("a home broken in ten ways is mended, and undone byte for byte", async () => {
  await withHome(async (home) => {
    const broken = await breakHome(home);
    const before = await snapshot(home.user);
    const first = await report(broken);
    assert.equal(first.code, 1);
    assert.deepEqual(new Set(first.findings.map(({ code }) => code)), new Set(FAULTS));
    assert.ok(first.findings.length >= FAULTS.length, String(first.findings.length));

    const shown = await inNewShell(broken, "doctor", "--fix", "--dry-run");
    assert.equal(shown.code, 1);
    assert.match(shown.stdout, /^-GOROOT=\/gone/m);
    assert.deepEqual(await snapshot(home.user), before, "a dry run changes nothing");

    await inNewShell(broken, "doctor", "--fix", "--yes");
    const second = await report(broken);
    assert.deepEqual(second.findings, []);
    assert.equal(second.code, 0);
    const bashrc = await readFile(join(home.user, ".bashrc"), "utf8");
    assert.match(bashrc, /^alias ll='ls -l'$/m);
    assert.match(bashrc, /GOFLAGS='-race'/);
    assert.equal(
      await readFile(join(home.user, ".config/go/env"), "utf8"),
      `GOBIN=${home.user}/tools\r\n# kept\r\n`,
    );
    const which = await finished(
      spawn("bash", ["--norc", "-c", ". ~/.bashrc; command -v go"], { env: environment(home) }),
    );
    assert.equal(which.stdout.trim(), join(broken.shims, "go"));

    await undoAll(broken);
    assert.deepEqual(await snapshot(home.user), before);
  });
});

test("what needs a person is named, with what to do, and keeps the exit at 1", async () => {
  await withHome(async (home) => {
    const broken = await breakHome(home);
    await put(
      join(home.user, ".bashrc"),
      `export GOFLAGS=-toolexec=/opt/trace\nexport GONOSUMDB='*'\nexport PATH="${broken.tree}/bin:$PATH"\n`,
    );
    await inNewShell(broken, "doctor", "env", "--fix", "--yes");
    const second = await report(broken, "env");
    assert.equal(second.code, 1);
    assert.deepEqual(
      second.findings.map(({ code }) => code),
      ["goflags-harmful", "checksum-database-off"],
    );
    for (const { fix, advice } of second.findings) {
      assert.deepEqual(fix, []);
      assert.ok(advice);
    }
  });
});

test("a file that may not be written is named, and the others are mended", async () => {
  await withHome(async (home) => {
    const broken = await breakHome(home);
    await chmod(join(home.user, "dotfiles", "bashrc"), 0o444);
    const fixed = await inNewShell(broken, "doctor", "--fix", "--yes");
    assert.match(fixed.stderr, /not mended: .*bashrc/);
    assert.equal(fixed.code, 1);
    const settings = await readFile(join(home.user, ".config/go/env"), "utf8");
    assert.doesNotMatch(settings, /GOROOT|GOSUMDB/);
  });
});

test("two doctors that mend at once leave what one leaves", async () => {
  await withHome(async (home) => {
    const broken = await breakHome(home);
    const before = await snapshot(home.user);
    const both = await Promise.all([
      inNewShell(broken, "doctor", "--fix", "--yes"),
      inNewShell(broken, "doctor", "--fix", "--yes"),
    ]);
    for (const { code, stderr } of both) assert.ok(code === 0 || code === 1, stderr);
    const after = await report(broken);
    assert.deepEqual(after.findings, []);
    const bashrc = await readFile(join(home.user, ".bashrc"), "utf8");
    assert.equal(bashrc.match(/>>> gostead path/g)?.length, 1);
    await undoAll(broken);
    assert.deepEqual(await snapshot(home.user), before);
  });
});
