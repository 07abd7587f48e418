/** The directories that Go's settings name: who may write there, and on which kind of file system they are. */
import type { Directory } from "#policy/judge.ts";
import { defineFact, known } from "./fact.ts";
import { type GoValue, govaluesFact } from "./govalues.ts";
import { mountOf, mountsFact } from "./mounts.ts";
import type { StatusAnswer } from "./read.ts";
import { upward } from "./upward.ts";

const DIRECTORIES = ["GOBIN", "GOCACHE", "GOMODCACHE", "GOPATH", "GOROOT", "GOTMPDIR"];

export interface GoDirectory extends Directory {
  readonly name: string;
}

export const govaluedirsFact = defineFact({
  name: "govaluedirs",
  cost: "local",
  about: "the directories that Go's settings name: who may write there, and on what they are",
  needs: { govalues: govaluesFact, mounts: mountsFact },
  reads: (_, { govalues }) =>
    pathsIn(govalues.values).flatMap(({ path }) => upward(path).map((status) => ({ status }))),
  parse: (answers, _, { govalues, mounts }) => {
    const found = new Map(answers.map((answer) => [answer.path, answer]));
    const directories = pathsIn(govalues.values).flatMap(({ name, path }) =>
      directoryOf({ name, path }, found, mounts.mounts),
    );
    return known({ directories });
  },
});

interface Named {
  readonly name: string;
  readonly path: string;
}

function pathsIn(values: readonly GoValue[]): readonly Named[] {
  return values.flatMap(({ name, value }) => {
    const path = value?.split(":")[0] ?? "";
    return DIRECTORIES.includes(name) && path.startsWith("/") ? [{ name, path }] : [];
  });
}

type Found = ReadonlyMap<string, StatusAnswer>;
type Mounts = Parameters<typeof mountOf>[1];

/** None where something on the way cannot be looked at, or is a link to who knows where. */
function directoryOf({ name, path }: Named, found: Found, mounts: Mounts): readonly GoDirectory[] {
  const nearest = upward(path).find((one) => found.get(one)?.is !== "absent");
  const answer = nearest === undefined ? undefined : found.get(nearest);
  if (answer?.is !== "status" || answer.kind === "link") return [];
  return [
    {
      name,
      path: answer.path,
      worldWritable: (answer.mode & 0o002) !== 0,
      sticky: (answer.mode & 0o1000) !== 0,
      itself: answer.path === path,
      type: mountOf(answer.path, mounts)?.type ?? null,
    },
  ];
}
