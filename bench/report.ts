/** The page: what was measured where, the budgets, then each section's tables. */
import { spawnSync } from "node:child_process";
import { cpus, release, totalmem } from "node:os";
import { findGostead, type Lab } from "./lab.ts";
import type { Gostead } from "./peers/gostead.ts";
import type { Section, Table, Verdict } from "./section.ts";

export interface Result {
  /** The word that selects it. */
  readonly name: string;
  readonly section: Section;
}

export function renderPage(lab: Lab, results: readonly Result[], run: Run): string {
  const verdicts = results.flatMap(({ section }) => section.verdicts);
  return [
    "# gostead beside its peers",
    "Written by `npm run bench`; how it measures is in README.md. Times are least / median.",
    list([...machine(lab, run), ...contestants(lab), reproduce(lab, run.asked)]),
    "## Budgets",
    renderTable(budgetTable(verdicts)),
    ...results.flatMap(({ section }) => renderSection(section)),
  ]
    .join("\n\n")
    .concat("\n");
}

export interface Run {
  /** The rows asked for by name; none means all. */
  readonly asked: readonly string[];
  /** Load averages. */
  readonly before: number;
  readonly after: number;
}

function machine({ site, settings }: Lab, { before, after }: Run): string[] {
  const kind = spawnSync("stat", ["-f", "-c", "%T", site.work]).stdout.toString().trim();
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}, ${memory} GiB, Linux ${release().split("-")[0]}, work directory on ${kind}`,
    `load average ${before.toFixed(1)} before, ${after.toFixed(1)} after; ${settings.rounds} rounds of short commands, ${settings.installRounds} of installs`,
    `Node ${process.versions.node}, go ${site.go.version}, all downloads from nginx on loopback`,
  ];
}

function contestants(lab: Lab): string[] {
  const present = lab.peers.map(({ name }) => name).join(", ");
  const absent = [...lab.absent].map(([name, reason]) => `${name} (${reason})`).join(", ");
  const own = findGostead(lab);
  return [
    `measured: ${present}`,
    ...(absent ? [`not measured: ${absent}`] : []),
    ...(own ? [`gostead says it is ${versionOf(own)}`] : []),
  ];
}

function versionOf({ command: [program = "", ...words], env }: Gostead): string {
  const { stdout } = spawnSync(program, [...words, "--version"], { env });
  return stdout?.toString().trim() || "unknown";
}

function reproduce({ settings }: Lab, names: readonly string[]): string {
  const { rounds, installRounds, quiet } = settings;
  const env = `${quiet ? "QUIET=1 " : ""}N=${rounds} NI=${installRounds}`;
  return `again: \`${env} npm run bench${names.length > 0 ? ` -- ${names.join(" ")}` : ""}\``;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function budgetTable(verdicts: readonly Verdict[]): Table {
  const word = ({ met }: Verdict) => (met === undefined ? "–" : met ? "met" : "**missed**");
  return {
    head: ["", "budget", "measured", ""],
    rows: verdicts.map((verdict) => [
      verdict.what,
      verdict.budget,
      verdict.measured,
      word(verdict),
    ]),
  };
}

export function renderSection({ title, tables, notes }: Section): string[] {
  return [`## ${title}`, ...tables.map(renderTable), ...notes];
}

/** The first column is text, all others stand to the right. */
export function renderTable({ head, rows }: Table): string {
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...rows]
    .map((cells) => `| ${cells.map(escapeCell).join(" | ")} |`)
    .join("\n");
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
