/**
 * npm run bench [-- ROW…]: gostead beside its peers, all in one run. With every row
 * it writes RESULTS.md; with some, it prints the same page. Nothing here is a test:
 * a missed budget is a word in a table, never an exit status.
 */
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { type Lab, openLab } from "./lab.ts";
import { inQuietSession } from "./quiet.ts";
import { type Result, renderPage, renderSection } from "./report.ts";
import { auditRow } from "./rows/audit.ts";
import { deltaRow } from "./rows/delta.ts";
import { diskRow } from "./rows/disk.ts";
import { doctorRow } from "./rows/doctor.ts";
import { facts1000Row } from "./rows/facts1000.ts";
import { installRow } from "./rows/install.ts";
import { listRow } from "./rows/list.ts";
import { memoryRow } from "./rows/memory.ts";
import { promptRow } from "./rows/prompt.ts";
import { shimRow } from "./rows/shim.ts";
import { switchRow } from "./rows/switch.ts";
import { verifyRow } from "./rows/verify.ts";
import type { Section } from "./section.ts";
import { readSettings } from "./settings.ts";

const ROWS: Readonly<Record<string, (lab: Lab) => Promise<Section>>> = {
  install: installRow,
  delta: deltaRow,
  memory: memoryRow,
  disk: diskRow,
  verify: verifyRow,
  shim: shimRow,
  prompt: promptRow,
  switch: switchRow,
  list: listRow,
  doctor: doctorRow,
  facts1000: facts1000Row,
  audit: auditRow,
};

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((name) => !ROWS[name]);
  if (unknown.length > 0)
    throw new Error(
      `no such row: ${unknown.join(", ")}; there are ${Object.keys(ROWS).join(", ")}`,
    );
  const names = Object.keys(ROWS).filter((name) => asked.length === 0 || asked.includes(name));
  const before = load();
  const lab = await openLab(readSettings(process.env));
  try {
    const results = await measure(lab, names);
    const page = renderPage(lab, results, { asked, before, after: load() });
    if (asked.length > 0) process.stdout.write(page);
    else writeFileSync(join(import.meta.dirname, "RESULTS.md"), page);
  } finally {
    lab.close();
  }
}

async function measure(lab: Lab, names: readonly string[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const name of names) {
    const section = await ROWS[name]!(lab);
    process.stderr.write(`${renderSection(section).join("\n\n")}\n\n`);
    results.push({ name, section });
  }
  return results;
}

function load(): number {
  return loadavg()[0] ?? 0;
}

process.once("SIGINT", () => process.exit(130));
const elsewhere = await inQuietSession(process.env);
if (elsewhere === undefined) await main(process.argv.slice(2));
else process.exitCode = elsewhere;
