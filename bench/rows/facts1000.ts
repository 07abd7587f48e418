/** The fact that lists a project's packages, on a module of 1,000: time and memory, beside plain `go list`. */
import { dirname, join } from "node:path";
import { writeBigModule } from "../../test/support/bigmodule.ts";
import { interleave } from "../interleave.ts";
import { findGostead, type Lab } from "../lab.ts";
import { type Command, mustRun, type Sample } from "../runner.ts";
import { atMost, mebibytes, type Section, spread, walls } from "../section.ts";
import { median } from "../stats.ts";
import { SHORT_HEAD, shortCells } from "./short.ts";

const PACKAGES = 1000;
const LIMIT = 3;
const MEMORY_LIMIT = 150 * 2 ** 20;
/** Each takes a second. */
const ROUNDS = 10;
const FACT = "gostead facts cgo --json";
const PLAIN = "go list -deps -json ./...";

export async function facts1000Row(lab: Lab): Promise<Section> {
  const title = "Facts of a project with 1,000 packages";
  const own = findGostead(lab);
  if (own === undefined) return { title, tables: [], verdicts: [], notes: ["not built"] };
  const cwd = join(lab.site.work, "big");
  const withC = writeBigModule(cwd, PACKAGES);
  const { binary } = lab.site.go;
  const env = { ...own.env, PATH: `${dirname(binary)}:/usr/bin:/bin`, GOTOOLCHAIN: "local" };
  const commands = new Map<string, Command>([
    [FACT, { argv: [...own.command, "facts", "cgo", "--json"], env, cwd }],
    [PLAIN, { argv: [binary, "list", "-deps", "-json", "./..."], env, cwd }],
  ]);
  const plan = { rounds: Math.min(lab.settings.rounds, ROUNDS), warmUps: 1 };
  const samples = await interleave([...commands.keys()], plan, async (name) => {
    const sample = await mustRun(lab.runner, commands.get(name)!);
    if (name === FACT) requireAll(lab.runner.output(), withC);
    return sample;
  });
  return {
    title,
    tables: [{ head: [...SHORT_HEAD, "peak"], rows: [...samples].map(rowOf) }],
    verdicts: verdictsOf(samples.get(FACT) ?? []),
    notes: [`${PACKAGES} packages and what they import; ${withC} import "C", and all are found.`],
  };
}

/** A fast answer that is none is no figure. */
function requireAll(output: string, withC: number): void {
  const found = output.match(/"from":"named"/g)?.length ?? 0;
  if (found !== withC) throw new Error(`${FACT}: ${found} packages with C, not ${withC}`);
}

function rowOf([name, all]: readonly [string, readonly Sample[]]): string[] {
  return [...shortCells(name, all), mebibytes(peakOf(all))];
}

function peakOf(all: readonly Sample[]): number {
  return Math.max(...all.map(({ rss }) => rss));
}

function verdictsOf(all: readonly Sample[]) {
  const seconds = (value: number) => `${spread([value], 1).split(" ")[0]} s`;
  return [
    atMost(`facts of ${PACKAGES} packages`, median(walls(all)), LIMIT, seconds),
    atMost("peak memory of that", peakOf(all), MEMORY_LIMIT, mebibytes),
  ];
}
