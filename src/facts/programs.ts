/** What the programs that `go install` put here ask of the machine: the C library, the kernel. */
import { defineFact, known, unknown } from "./fact.ts";
import { pathsFact } from "./paths.ts";
import type { FoundBinary } from "./read.ts";

/** Some milliseconds each. */
const MAX = 200;

export interface Programs {
  /** GOBIN; null where nothing says which it is. */
  readonly directory: string | null;
  readonly programs: readonly FoundBinary[];
  readonly unread: readonly string[];
}

export const programsFact = defineFact({
  name: "programs",
  cost: "local",
  about: "what the programs that go install put here need: glibc, kernel",
  needs: { paths: pathsFact },
  reads: (_, { paths: { roles } }) =>
    roles
      .filter(({ role, state }) => role === "GOBIN" && state !== "missing")
      .map(({ path }) => ({ binaries: path, max: MAX })),
  parse: ([answer], _, { paths: { roles } }) => {
    const directory = roles.find(({ role }) => role === "GOBIN")?.path ?? null;
    if (answer?.is === "unreadable") return unknown(`${answer.path}: ${answer.reason}`);
    const { binaries = [], unread = [] } = answer?.is === "binaries" ? answer : {};
    return known<Programs>({ directory, programs: binaries, unread });
  },
});
