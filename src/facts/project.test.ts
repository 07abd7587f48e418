// Where a project begins and which of its files are looked at, in real directories.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { gather } from "./gather.ts";
import { recordedPlace } from "./place.ts";

/** Facts of a machine with these files (a name that ends in `/` is a directory), as seen from `cwd`. */
async function factsOf(files: readonly string[], cwd: string) {
  const root = await mkdtemp(join(tmpdir(), "gostead-project-"));
  try {
    const machine = { env: {}, cwd, platform: "linux_amd64", run: {} };
    await writeFile(join(root, "machine.json"), JSON.stringify(machine));
    for (const file of files) {
      await mkdir(join(root, file.endsWith("/") ? file : dirname(file)), { recursive: true });
      if (!file.endsWith("/")) await writeFile(join(root, file), "");
    }
    return await gather(["project", "projectfiles", "pins"], await recordedPlace(root));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

test("the root: the repository, else the workspace, else the module, else the directory", async () => {
  const cases: readonly [readonly string[], string, string][] = [
    [["r/.git/", "r/a/go.mod", "r/a/b/"], "/r", "repository"],
    // A worktree's .git is a file.
    [["r/.git", "r/a/b/"], "/r", "repository"],
    [["r/go.work", "r/a/go.mod", "r/a/b/"], "/r", "module"],
    [["r/a/go.mod", "r/a/b/"], "/r/a", "module"],
    [["r/a/b/"], "/r/a/b", "directory"],
  ];
  for (const [files, root, kind] of cases) {
    const { project } = await factsOf(files, "/r/a/b");
    assert.ok(project.known);
    assert.deepEqual([project.value.root, project.value.kind], [root, kind], files.join(" "));
  }
});

test("files from the working directory up to the root, and where images and workflows are kept", async () => {
  const { projectfiles } = await factsOf(
    [
      ".go-version",
      "r/.git/",
      "r/.go-version",
      "r/go.mod",
      "r/Dockerfile",
      "r/docker/api.Dockerfile",
      "r/.github/workflows/ci.yaml",
      "r/.github/other.yml",
      "r/other.yml",
      "r/a/Containerfile.test",
      "r/a/b/dockerfile.go",
      "r/Dockerfile.dockerignore",
      "r/c/Dockerfile",
    ],
    "/r/a/b",
  );
  assert.ok(projectfiles.known);
  assert.deepEqual(projectfiles.value.files, [
    "/r/a/Containerfile.test",
    "/r/.go-version",
    "/r/go.mod",
    "/r/Dockerfile",
    "/r/docker/api.Dockerfile",
    "/r/.github/workflows/ci.yaml",
  ]);
});

test("a file that cannot be read leaves the pins unknown", async () => {
  const { pins } = await factsOf(["r/.git/", "r/.go-version/"], "/r");
  assert.deepEqual(pins, { known: false, reason: "/r/.go-version: it is a directory" });
});
