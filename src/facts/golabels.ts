/**
 * Labels of Go where a security module decides: of go's processes that run now
 * (/proc/PID/comm, /proc/PID/attr/current) and, under SELinux, of the programs that gostead
 * installed (stat prints `?` where a file has none).
 */
import { defineFact, known } from "./fact.ts";
import { type GosteadHome, gosteadFact } from "./gostead.ts";
import { processesFact } from "./launch.ts";
import { labelIn, lsmFact } from "./lsm.ts";
import type { FileAnswer, RunAnswer } from "./read.ts";

const SMALL = 4096;
/** Of so many installed versions. */
const TREES = 20;

export interface GoLabels {
  readonly running: readonly { readonly pid: number; readonly label: string | null }[];
  readonly files: readonly { readonly path: string; readonly label: string | null }[];
}

export const golabelsFact = defineFact({
  name: "golabels",
  cost: "local",
  about: "labels of go's processes and programs, where a security module decides",
  needs: { lsm: lsmFact, processes: processesFact, gostead: gosteadFact },
  reads: (_, { lsm, processes: { pids }, gostead }) => {
    if (lsm.active.length === 0) return [];
    const files = lsm.active.includes("selinux") ? programsOf(gostead) : [];
    return [
      ...pids.flatMap((pid) => [
        { file: `/proc/${pid}/comm`, max: SMALL },
        { file: `/proc/${pid}/attr/current`, max: SMALL },
      ]),
      ...files.map((path) => ({ argv: ["stat", "-c", "%C", path], max: SMALL })),
    ];
  },
  parse: (answers, _, { lsm, processes: { pids }, gostead }) => {
    if (lsm.active.length === 0) return known<GoLabels>({ running: [], files: [] });
    const names = answers as readonly (FileAnswer | RunAnswer)[];
    const running = pids.flatMap((pid, at) => {
      const [comm, current] = [names[2 * at], names[2 * at + 1]];
      const isGo = comm?.is === "file" && comm.bytes.toString("utf8").trim() === "go";
      return isGo && current?.is === "file" ? [{ pid, label: labelIn(current) }] : [];
    });
    const said = names.slice(2 * pids.length);
    const files = said.flatMap((answer, at) => {
      const path = programsOf(gostead)[at];
      return path === undefined ? [] : [{ path, label: labelSaid(answer) }];
    });
    return known<GoLabels>({ running, files });
  },
});

function programsOf({ root, installed }: GosteadHome): readonly string[] {
  if (root === null) return [];
  return installed.slice(0, TREES).map((name) => `${root}/toolchains/${name}/bin/go`);
}

function labelSaid(answer: FileAnswer | RunAnswer): string | null {
  if (answer.is !== "ended" || answer.code !== 0) return null;
  const label = answer.stdout.trim();
  return label === "" || label === "?" ? null : label;
}
