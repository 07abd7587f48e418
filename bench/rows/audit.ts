/** The audit log: what an event costs with its sync, and how fast the whole log is proved. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { append } from "#audit/append.ts";
import { type AuditFiles, auditFiles } from "#audit/layout.ts";
import { verifyLog } from "#audit/verify.ts";
import type { Lab } from "../lab.ts";
import { atMost, milliseconds, type Section, spread } from "../section.ts";
import { median } from "../stats.ts";

const EVENTS = 200_000;
const BATCH = 1000;
const APPENDS = 200;
const VERIFY_LIMIT = EVENTS / 100_000;
const APPEND_LIMIT = 2e-3;

const ACTOR = { user: "somebody", uid: 1000, host: "machine" };
const EVENT = {
  kind: "install",
  subject: "go1.22.6.linux-amd64",
  result: "ok",
  detail: { h1: `h1:${"A".repeat(43)}=`, log: "log.example", record: 28_865_909 },
} as const;

export async function auditRow(lab: Lab): Promise<Section> {
  const root = join(lab.site.work, "auditlog");
  const files = auditFiles({ audit: join(root, "audit"), locks: join(root, "locks") });
  try {
    for (let at = 0; at < EVENTS; at += BATCH) await add(files, BATCH);
    const verified = await secondsOf(lab.settings.rounds, async () => {
      const { flaws } = await verifyLog(files);
      if (flaws.length > 0) throw new Error(`the log is not whole: ${flaws[0]?.detail}`);
    });
    const appended = await secondsOf(APPENDS, () => add(files, 1));
    return sectionOf(verified, appended);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function add(files: AuditFiles, count: number): Promise<void> {
  await append(Array(count).fill(EVENT), { files, actor: ACTOR, nowMs: Date.now });
}

async function secondsOf(rounds: number, run: () => Promise<void>): Promise<number[]> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await run();
    seconds.push((performance.now() - started) / 1e3);
  }
  return seconds;
}

function sectionOf(verified: readonly number[], appended: readonly number[]): Section {
  const perSecond = Math.round(EVENTS / median(verified)).toLocaleString("en");
  return {
    title: "Audit log",
    tables: [
      {
        head: ["", "ms"],
        rows: [
          [`verify ${EVENTS} events`, spread(verified, 1e3)],
          ["append one event, with its sync", spread(appended, 1e3)],
        ],
      },
    ],
    verdicts: [
      atMost(`audit verify of ${EVENTS} events`, median(verified), VERIFY_LIMIT, milliseconds),
      atMost("an event with its sync", median(appended), APPEND_LIMIT, milliseconds),
    ],
    notes: [`${perSecond} events a second; the budget is 100,000.`],
  };
}
