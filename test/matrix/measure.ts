/**
 * One way, measured: whether Go works before, what doctor says of it, whether Go
 * works after `--fix --yes` or after the command that doctor says, and whether
 * undo gives every byte back.
 */
import assert from "node:assert/strict";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { describe, names } from "../support/home.ts";
import { BUNDLE_WORDS, gosteadIn, goWorks, type Machine, type Session } from "./machine.ts";
import { type Breaks, here, type Outcome, type Way } from "./way.ts";

export interface Measured {
  readonly breaks: Breaks;
  /** Codes that doctor says of this home and not of a whole one, sorted, each once. */
  readonly codes: readonly string[];
  readonly outcome: Outcome;
}

interface Finding {
  readonly code: string;
  readonly subject: string;
  readonly fix: readonly unknown[];
  readonly advice?: string;
}

/** Whom doctor is asked in, and for what. */
type Asked = Pick<Way, "session" | "groups">;

/** `code subject` of what doctor says about the home before it is broken: nobody broke that. */
export async function standing(machine: Machine, way: Asked): Promise<ReadonlySet<string>> {
  return new Set((await findings(machine, way)).map(keyOf));
}

/** Throws when undo does not restore what stood before, or a finding comes without a way out. */
export async function measure(
  machine: Machine,
  way: Way,
  known: ReadonlySet<string>,
): Promise<Measured> {
  const { session, codes } = way;
  await way.spoil(machine);
  const breaks = await breaksIn(machine, way);
  const news = async () => (await findings(machine, way)).filter((one) => !known.has(keyOf(one)));
  const told = await news();
  const isMended = async (before = "") => {
    if (!(await goWorks(machine, session, { ...way, before }))) return false;
    return before !== "" || !(await news()).some(({ code }) => codes.includes(code));
  };
  for (const { code, fix, advice } of told) assert.ok(advice || fix.length > 0, code);
  const common = { breaks, codes: [...new Set(told.map(({ code }) => code))].sort() };
  if (!codes.every((code) => common.codes.includes(code)) || codes.length === 0) {
    return { ...common, outcome: "missed" };
  }
  const was = await bytesOf(machine);
  await gosteadIn(machine, session, ["doctor", way.groups ?? "", "--fix", "--yes"]);
  const isFixed = await isMended();
  const isUndone = await undoAll(machine, session);
  await sameBytes(machine, was);
  if (isFixed) return { ...common, outcome: isUndone ? "fixed" : "cleared" };
  const run = commandIn(machine, way, told);
  if (run === undefined) return { ...common, outcome: "told" };
  const isRun = await isMended(
    `${here(machine, run).replaceAll("gostead ", `${BUNDLE_WORDS} `)}; `,
  );
  return { ...common, outcome: isRun ? { run } : "told" };
}

/** The command that the way expects, when a finding of it says so. */
function commandIn(machine: Machine, { outcome, codes }: Way, told: readonly Finding[]) {
  if (typeof outcome === "string") return undefined;
  const words = here(machine, outcome.run);
  const says = ({ code, advice = "" }: Finding) => codes.includes(code) && advice.includes(words);
  return told.some(says) ? outcome.run : undefined;
}

async function breaksIn(machine: Machine, way: Way): Promise<Breaks> {
  const { session } = way;
  if (!(await goWorks(machine, session, way))) return "go";
  const go = join(machine.tree, "bin/go");
  return (await goWorks(machine, session, { ...way, go })) ? "nothing" : "plain";
}

function keyOf({ code, subject }: Finding): string {
  return `${code} ${subject}`;
}

async function findings(
  machine: Machine,
  { session, groups = "" }: Asked,
): Promise<readonly Finding[]> {
  const { stdout, stderr } = await gosteadIn(machine, session, ["doctor", groups, "--json"]);
  const [, json] = /^(\{.*\})$/m.exec(stdout) ?? [];
  assert.ok(json !== undefined, `no report: ${stdout}${stderr}`);
  return (JSON.parse(json) as { findings: readonly Finding[] }).findings;
}

/** False where undo says that what was removed does not come back. */
async function undoAll(machine: Machine, session: Session): Promise<boolean> {
  const { stdout } = await gosteadIn(machine, session, ["undo", "--list", "--json"]);
  const runs = stdout.split("\n").filter((line) => line.includes("doctor --fix")).length;
  let isWhole = true;
  for (let run = 0; run < runs; run++) {
    const { code, stderr } = await gosteadIn(machine, session, ["undo"]);
    if (/^gostead: not taken back: rm /m.test(stderr)) isWhole = false;
    else assert.equal(code, 0, stderr);
  }
  return isWhole;
}

/** What was changed since the home was whole, as it stands: gostead's own notes and caches are not in it. */
async function bytesOf(machine: Machine): Promise<ReadonlyMap<string, string>> {
  const all = await names(machine.changes);
  const isTheirs = (name: string) => /^(user|gostead\/toolchains)\b/.test(name);
  const kept = all.filter(
    (name) =>
      isTheirs(name) &&
      !/^user\/(\.cache|\.local|hello|project\/trial|go\/pkg|\.config\/go\/telemetry)\b|^user\/go$/.test(
        name,
      ),
  );
  const rows = kept.map(async (name) => [name, await stateOf(machine, name)] as const);
  return new Map(await Promise.all(rows));
}

async function stateOf({ home }: Machine, name: string): Promise<string> {
  const path = join(home.root, name);
  const stands = await lstat(path).catch(() => undefined);
  return stands === undefined ? "nothing" : await describe(path);
}

/** Names that changed only since: their state in the whole home is what they must be again. */
async function sameBytes(machine: Machine, was: ReadonlyMap<string, string>): Promise<void> {
  const whole = join(machine.changes, "../whole");
  for (const [name, state] of await bytesOf(machine)) {
    const stood = (await lstat(join(whole, name)).catch(() => undefined)) !== undefined;
    const before = was.get(name) ?? (stood ? await describe(join(whole, name)) : "nothing");
    assert.equal(state, before, `undo: ${name}`);
  }
}
