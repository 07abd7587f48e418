/**
 * Tries a plan in the copy. What a group's members need must have gone well
 * before; where one member fails, the whole group stays as it was.
 */
import type { RunResult } from "#host/run.ts";
import { GosteadError } from "#model/error.ts";
import { copyRepository, type Workplace } from "./copy.ts";
import type { Plan, Planned, Step } from "./plan.ts";
import type { Repository } from "./repository.ts";

export type Tried = { readonly planned: Planned } & Verdict;

export type Verdict =
  | { readonly kind: "proven" }
  /** A finding stands in the way. */
  | { readonly kind: "blocked" }
  /** What it needs, or what needs it back, could not be migrated. */
  | { readonly kind: "waits"; readonly on: string }
  | {
      readonly kind: "failed";
      /** `go mod tidy`, as a person would type it. */
      readonly step: string;
      /** The end of what it said: a stranger's text. */
      readonly tail: readonly string[];
    };

export interface TrialDeps {
  readonly workplace: Workplace;
  /** Runs `go` with these arguments in a directory of the copy. */
  readonly go: (args: readonly string[], cwd: string) => Promise<RunResult>;
  readonly onStep: (planned: Planned, step: string) => void;
}

const TAIL_LINES = 12;

/** Tries all groups in their order. Throws only for what is no repository's fault. */
export async function tryAll({ groups }: Plan, deps: TrialDeps): Promise<readonly Tried[]> {
  const bad = new Map<Repository, Planned>();
  const copied = new Set<string>();
  const tried: Tried[] = [];
  for (const group of groups) {
    const verdicts = await tryGroup(group, { ...deps, bad, copied });
    for (const one of verdicts) {
      tried.push(one);
      if (one.kind !== "proven") bad.set(one.planned.repository, one.planned);
    }
  }
  return tried;
}

interface Trial extends TrialDeps {
  readonly bad: ReadonlyMap<Repository, Planned>;
  readonly copied: Set<string>;
}

async function tryGroup(group: readonly Planned[], trial: Trial): Promise<readonly Tried[]> {
  const stopped = group.map((planned) => ({ planned, verdict: hindrance(planned, trial.bad) }));
  const first = stopped.find(({ verdict }) => verdict !== undefined);
  if (first !== undefined) return groupStopped(stopped, first.planned);
  return await tryMembers(group, trial);
}

function hindrance(
  { needs, findings }: Planned,
  bad: ReadonlyMap<Repository, Planned>,
): Verdict | undefined {
  if (findings.some(({ blocks }) => blocks)) return { kind: "blocked" };
  const missing = needs.map((one) => bad.get(one)).find((one) => one !== undefined);
  return missing === undefined ? undefined : { kind: "waits", on: nameOf(missing) };
}

interface Stopped {
  readonly planned: Planned;
  readonly verdict: Verdict | undefined;
}

/** Who has nothing against it waits for who has. */
function groupStopped(all: readonly Stopped[], first: Planned): readonly Tried[] {
  return all.map(({ planned, verdict }) => ({
    planned,
    ...(verdict ?? { kind: "waits", on: nameOf(first) }),
  }));
}

/** What a person calls it. */
export function nameOf({ module, repository }: Planned): string {
  return module ?? repository.directory;
}

/** Step by step through all members: each finds the go.mod of those that it needs. */
async function tryMembers(group: readonly Planned[], trial: Trial): Promise<readonly Tried[]> {
  const fail = (bad: Planned, verdict: Verdict) =>
    groupStopped(
      group.map((planned) => ({ planned, verdict: planned === bad ? verdict : undefined })),
      bad,
    );
  for (const planned of group) {
    const verdict = await copyAll(planned, trial);
    if (verdict !== undefined) return fail(planned, verdict);
  }
  for (const isPart of [isFirst, isLater]) {
    for (const planned of group) {
      for (const step of planned.steps.filter(isPart)) {
        const verdict = await runStep(planned, step, trial);
        if (verdict !== undefined) return fail(planned, verdict);
      }
    }
  }
  return group.map((planned) => ({ planned, kind: "proven" }));
}

/** Of a group's members, all must have their go.mod before the first is tidied. */
function isFirst({ args }: Step): boolean {
  return args[0] === "mod" && (args[1] === "init" || args[1] === "edit");
}

function isLater(step: Step): boolean {
  return !isFirst(step);
}

async function copyAll({ repository, needs }: Planned, trial: Trial): Promise<Verdict | undefined> {
  for (const { directory } of [repository, ...needs]) {
    if (trial.copied.has(directory)) continue;
    try {
      await copyRepository(directory, trial.workplace);
    } catch (error) {
      if (!(error instanceof GosteadError)) throw error;
      return { kind: "failed", step: "copy", tail: [error.message] };
    }
    trial.copied.add(directory);
  }
  return undefined;
}

async function runStep(
  planned: Planned,
  { args }: Step,
  { go, workplace, onStep }: Trial,
): Promise<Verdict | undefined> {
  const step = ["go", ...args].join(" ");
  onStep(planned, step);
  const ran = await go(args, workplace.at(planned.repository.directory));
  if (ran.code === 0) return undefined;
  const said = `${ran.stdout}\n${ran.stderr}`.split("\n").filter((line) => line.trim() !== "");
  const end = ran.timedOut ? ["it was ended: it took too long"] : [];
  // The copy has the machine's own paths below its root: without it they are those.
  const tail = [...said.slice(-TAIL_LINES), ...end].map((line) =>
    line.replaceAll(workplace.root, ""),
  );
  return { kind: "failed", step, tail };
}
