/**
 * The project around the working directory: the repository (the nearest `.git`, `.hg` or
 * `.jj` upward), else the module or workspace (the nearest go.work, else go.mod), else the
 * directory alone; and the names of the files in it that may say a Go version.
 */
import { dirname, join } from "node:path";
import { PIN_FILES } from "#pin/pin.ts";
import { defineFact, known, unknown } from "./fact.ts";
import type { DirectoryAnswer, DirectoryRead, FileRead } from "./read.ts";

/** Names in one directory. */
const MAX = 10_000;
const REPOSITORIES = [".git", ".hg", ".jj"];
const MODULES = ["go.work", "go.mod"];
/** Where people keep Dockerfiles and workflows, below the root. */
const BELOW = ["docker", "build", "deploy", ".devcontainer", ".github/workflows"];

const PINS: readonly string[] = [...PIN_FILES, ...MODULES];
const OTHERS =
  /^(.*\.)?(Dockerfile|Containerfile)(\.(?!(go|md|dockerignore|tmpl|j2|bak|orig)$).*)?$|^\.gitlab-ci\.ya?ml$|^\.golangci\.ya?ml$/i;

export interface Project {
  readonly root: string;
  readonly kind: "repository" | "module" | "directory";
  /** From the working directory up to the root. */
  readonly directories: readonly string[];
}

export interface ProjectFiles {
  readonly root: string;
  /** The nearest first; of one directory in the order in which they count. */
  readonly files: readonly string[];
}

export const projectFact = defineFact({
  name: "project",
  cost: "instant",
  about: "the repository, module or directory that is worked in",
  reads: ({ cwd }): readonly (DirectoryRead | FileRead)[] =>
    ancestorsOf(cwd).flatMap((at) => [
      ...REPOSITORIES.map((name) => ({ directory: join(at, name), max: MAX })),
      ...MODULES.map((name) => ({ file: join(at, name), max: 1, head: true as const })),
    ]),
  parse: (answers, { cwd }) => {
    const there = (names: readonly string[]) =>
      answers
        .filter(({ is, path }) => is !== "absent" && names.some((one) => path.endsWith(`/${one}`)))
        .map(({ path }) => dirname(path));
    const [repository] = there(REPOSITORIES);
    const [module] = [...there(["go.work"]), ...there(["go.mod"])];
    const root = repository ?? module ?? cwd;
    const kind =
      repository !== undefined ? "repository" : module === undefined ? "directory" : "module";
    const directories = ancestorsOf(cwd).filter((at) => isWithin(at, root));
    return known<Project>({ root, kind, directories });
  },
});

export const projectFilesFact = defineFact({
  name: "projectfiles",
  cost: "instant",
  about: "the project's files that may say a Go version",
  needs: { project: projectFact },
  reads: (_, { project }): readonly DirectoryRead[] =>
    [...project.directories, ...BELOW.map((name) => join(project.root, name))].map((directory) => ({
      directory,
      max: MAX,
    })),
  parse: (answers, _, { project: { root, directories } }) => {
    const hidden = answers.find(
      (one, at) => one.is === "unreadable" && (at < directories.length || !isOther(one)),
    );
    if (hidden?.is === "unreadable") return unknown(`${hidden.path}: ${hidden.reason}`);
    const files = [...new Set(answers.flatMap(filesOf))];
    return known<ProjectFiles>({ root, files });
  },
});

/** `docker` or `build` that is a file is no directory that hides something. */
function isOther(answer: DirectoryAnswer): boolean {
  return answer.is === "unreadable" && answer.reason === "it is a file";
}

function filesOf(answer: DirectoryAnswer): readonly string[] {
  if (answer.is !== "directory") return [];
  const { path, names } = answer;
  const workflows = path.endsWith("/.github/workflows");
  const others = names.filter((name) => OTHERS.test(name) || (workflows && /\.ya?ml$/.test(name)));
  const pins = PINS.filter((name) => names.includes(name));
  return [...pins, ...others].map((name) => join(path, name));
}

function ancestorsOf(cwd: string): readonly string[] {
  const up = dirname(cwd);
  return up === cwd ? [cwd] : [cwd, ...ancestorsOf(up)];
}

function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(root === "/" ? "/" : `${root}/`);
}
