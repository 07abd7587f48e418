/**
 * docs/guide/success.md: between its two marks stand the counts and a row for each
 * way, as measured. What is written there is made here, so that a test can say that
 * it is still true.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CAUSES } from "#model/cause.ts";
import type { Measured } from "./measure.ts";
import type { Breaks, Outcome, Way } from "./way.ts";
import { WAYS } from "./ways.ts";

const PAGE = fileURLToPath(new URL("../../docs/guide/success.md", import.meta.url));
const [BEGIN, END] = ["<!-- measured -->", "<!-- end of measured -->"];

const BREAKS: Readonly<Record<Breaks, string>> = {
  go: "Go fails",
  plain: "Go fails without gostead's shims",
  nothing: "Go builds, something else is wrong",
};

/** What a way came to, for a row of the page. */
export type Result = Pick<Way, "name" | "cause" | "breaks" | "codes" | "outcome">;

/** As measured; of the codes those that the way is about, since rules to come may say more. */
export function resultsOf(all: readonly Measured[]): readonly Result[] {
  return WAYS.map(({ name, cause, codes }, index) => {
    const { breaks = "nothing", outcome = "missed", codes: said = [] } = all[index] ?? {};
    return { name, cause, breaks, outcome, codes: codes.filter((code) => said.includes(code)) };
  });
}

/** The measured part of the page, from its first mark to its last. */
export function measuredPart(all: readonly Result[]): string {
  return [BEGIN, "", ...ratesOf(all), "", ...countsOf(all), "", ...rowsOf(all), "", END].join("\n");
}

/** The same part as the page has it. */
export function writtenPart(): string {
  const text = readFileSync(PAGE, "utf8");
  return text.slice(text.indexOf(BEGIN), text.indexOf(END) + END.length);
}

export function writePart(part: string): void {
  const text = readFileSync(PAGE, "utf8");
  writeFileSync(
    PAGE,
    text.replace(writtenPart(), () => part),
  );
}

function ratesOf(all: readonly Result[]): string[] {
  const failing = all.filter(({ breaks }) => breaks !== "nothing");
  const withheld = failing.filter(({ breaks }) => breaks === "plain");
  const left = failing.filter(
    ({ breaks, outcome }) => breaks === "go" && kindOf(outcome) !== "fixed",
  );
  const leftNamed = left.filter(({ outcome }) => typeof outcome === "string");
  const row = (what: string, n: number) =>
    `| ${what} | ${n} of ${all.length} | ${percent(n, all.length)} |`;
  return [
    "| Go does not run, is the wrong one, or cannot build | homes | rate |",
    "| --- | --- | --- |",
    row("the tree's own `bin/go`, called by its path, or `go` as PATH has it", failing.length),
    row("`go` behind gostead's shims", failing.length - withheld.length),
    row("… after `doctor --fix --yes`", left.length),
    row("… and after the one command that doctor says", leftNamed.length),
  ];
}

function countsOf(all: readonly Result[]): string[] {
  const heads = ["mended by `--fix`", "one command said", "named", "not seen"];
  const cells = (some: readonly Result[]) =>
    ["fixed", "run", "told", "missed"].map(
      (kind) => some.filter((one) => kindOf(one.outcome) === kind).length,
    );
  const row = (name: string, some: readonly Result[]) =>
    `| ${[name, some.length, ...cells(some)].join(" | ")} |`;
  return [
    `| cause | homes | ${heads.join(" | ")} |`,
    "| --- | --- | --- | --- | --- | --- |",
    ...CAUSES.map((cause) =>
      row(
        cause,
        all.filter((one) => one.cause === cause),
      ),
    ),
    ...Object.entries(BREAKS).map(([kind, words]) =>
      row(
        words,
        all.filter(({ breaks }) => breaks === kind),
      ),
    ),
    row("all", all),
  ];
}

function rowsOf(all: readonly Result[]): string[] {
  const rows = all.map(
    ({ name, cause, breaks, codes, outcome }) =>
      `| ${[escaped(name), cause, BREAKS[breaks], codes.map(linked).join(", "), wordsOf(outcome)].join(" | ")} |`,
  );
  return [
    "| home | cause | before | doctor says | then |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ];
}

const WORDS = {
  fixed: "mended by `--fix`, undone",
  cleared: "mended by `--fix`, for good",
  told: "named",
  missed: "not seen",
} as const;

function wordsOf(outcome: Outcome): string {
  return typeof outcome === "string" ? WORDS[outcome] : `mended by \`${outcome.run}\``;
}

/** Its column in the counts. */
function kindOf(outcome: Outcome): string {
  if (typeof outcome !== "string") return "run";
  return outcome === "cleared" ? "fixed" : outcome;
}

function linked(code: string): string {
  return `[\`${code}\`](../finding/${code}.md)`;
}

function escaped(text: string): string {
  return text.replaceAll("*", "\\*").replaceAll("|", "\\|");
}

function percent(n: number, of: number): string {
  return `${Math.round((100 * n) / of)} %`;
}
