/** Where `go install` puts programs: GOBIN, else bin below the first GOPATH, else ~/go/bin. */
import { join } from "node:path";
import { defineFact, known, type Machine } from "./fact.ts";
import { type Setting, settingsFact } from "./settings.ts";

const MAX_NAMES = 10_000;

export interface GoBin {
  readonly directory: string;
  /** Who names it. */
  readonly from: "GOBIN" | "GOPATH" | "default";
  readonly origin: "env" | "user" | "default";
  /** Programs in it, at most 5 by name. */
  readonly programs: readonly string[];
  readonly count: number;
}

type Named = Pick<GoBin, "directory" | "from" | "origin">;

function namedBy(settings: Readonly<Record<string, Setting>>, { env }: Machine): Named | undefined {
  const { GOBIN, GOPATH } = settings;
  if (GOBIN !== undefined) return { directory: GOBIN.value, from: "GOBIN", origin: GOBIN.origin };
  const first = GOPATH?.value.split(":")[0];
  if (GOPATH !== undefined && first) {
    return { directory: join(first, "bin"), from: "GOPATH", origin: GOPATH.origin };
  }
  if (!env.HOME) return undefined;
  return { directory: join(env.HOME, "go", "bin"), from: "default", origin: "default" };
}

export const gobinFact = defineFact({
  name: "gobin",
  cost: "instant",
  about: "where go install puts programs, and what is there",
  needs: { settings: settingsFact },
  reads: (machine, { settings }) => {
    const directory = namedBy(settings, machine)?.directory;
    return directory?.startsWith("/") ? [{ directory, max: MAX_NAMES }] : [];
  },
  parse: ([answer], machine, { settings }) => {
    const named = namedBy(settings, machine);
    if (named === undefined) return known<GoBin | null>(null);
    const names = answer?.is === "directory" ? answer.names : [];
    return known<GoBin | null>({ ...named, programs: names.slice(0, 5), count: names.length });
  },
});
