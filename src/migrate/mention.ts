/** GO111MODULE in the files that CI systems and builds read. Only its value is kept: the line may hold secrets. */
import { join } from "node:path";
import { listDirectory, readHead } from "./read.ts";
import type { Repository } from "./repository.ts";

const FILES = [
  ".travis.yml",
  ".gitlab-ci.yml",
  ".circleci/config.yml",
  ".drone.yml",
  "appveyor.yml",
  "azure-pipelines.yml",
  "bitbucket-pipelines.yml",
  "Jenkinsfile",
  "Makefile",
  "Dockerfile",
  ".envrc",
] as const;
const WORKFLOWS = ".github/workflows";
const MAX = 1 << 18;
const SETTING = /\bGO111MODULE\b["']?\s*[:=\s]\s*["']?(on|off|auto)\b/;

/** Every place in a repository that sets it. */
export async function mentionsIn(directory: string): Promise<Repository["mentions"]> {
  const workflows = await listDirectory(join(directory, WORKFLOWS));
  const names =
    typeof workflows === "string" ? [] : workflows.map(({ name }) => `${WORKFLOWS}/${name}`);
  return [...FILES, ...names.filter((name) => /\.ya?ml$/.test(name))].flatMap((file) =>
    settingsIn(readHead(join(directory, file), MAX) ?? "").map((one) => ({ file, ...one })),
  );
}

/** Its values in a text, with their lines from 1; comments left out. */
export function settingsIn(text: string): { readonly line: number; readonly value: string }[] {
  return text.split("\n").flatMap((one, at) => {
    const [, value] = SETTING.exec(one.replace(/(^|\s)#.*$/, "")) ?? [];
    return value === undefined ? [] : [{ line: at + 1, value }];
  });
}
