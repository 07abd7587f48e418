import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { remoteOf, vcsOf } from "./vcs.ts";

function within(use: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), "gostead-vcs-"));
  try {
    use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const git = (cwd: string, ...args: string[]) => {
  const env = { PATH: process.env.PATH, HOME: cwd, GIT_CONFIG_NOSYSTEM: "1" };
  const ran = spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
    cwd,
    env,
  });
  assert.equal(ran.status, 0, String(ran.stderr));
};
const skip = spawnSync("git", ["--version"]).status === 0 ? false : "no git";

test("what git itself wrote: a clone, and a worktree of it", { skip }, () => {
  within((directory) => {
    const main = join(directory, "main");
    mkdirSync(main);
    git(main, "init", "-q");
    assert.equal(remoteOf(main, "git"), null);
    git(main, "remote", "add", "upstream", "https://other.example/x.git");
    git(main, "remote", "add", "origin", "git@git.example.com:ada/tool.git");
    git(main, "commit", "-q", "--allow-empty", "-m", "one");
    git(main, "worktree", "add", "-q", "../tree");
    for (const name of ["main", "tree"]) {
      assert.equal(
        remoteOf(join(directory, name), "git"),
        "git@git.example.com:ada/tool.git",
        name,
      );
    }
  });
});

test("secrets in a remote are left out; damage is no remote", () => {
  within((directory) => {
    mkdirSync(join(directory, ".git"));
    const config = (text: string) => writeFileSync(join(directory, ".git", "config"), text);
    config(
      '[core]\n\turl = no\n[remote "origin"]\n\turl = https://ada:secret@e.example/t.git?token=x\n',
    );
    assert.equal(remoteOf(directory, "git"), "https://e.example/t.git");
    for (const text of ["", "\0\0", '[remote "origin"]', '[remote "origin"]\nurl\n', "url = x"]) {
      config(text);
      assert.equal(remoteOf(directory, "git"), null, JSON.stringify(text));
    }
  });
});

test("hg and bzr, and what has none", () => {
  within((directory) => {
    mkdirSync(join(directory, ".hg"));
    writeFileSync(
      join(directory, ".hg", "hgrc"),
      "[ui]\ndefault = no\n[paths]\ndefault = https://hg.example/x\n",
    );
    assert.equal(remoteOf(directory, "hg"), "https://hg.example/x");
    mkdirSync(join(directory, ".bzr", "branch"), { recursive: true });
    writeFileSync(
      join(directory, ".bzr", "branch", "branch.conf"),
      "parent_location = bzr://b.example/x\n",
    );
    assert.match(remoteOf(directory, "bzr") ?? "", /b\.example\/x$/);
    assert.equal(remoteOf(directory, "svn"), null);
    assert.equal(vcsOf(["a", ".hg"]), "hg");
    assert.equal(vcsOf(["toString", "constructor"]), "none");
  });
});
