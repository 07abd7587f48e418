/**
 * Denials of Go's programs by SELinux or AppArmor: from auditd's file where there is one, else
 * from the kernel's log. Only the end of a log is read. A log that nobody may
 * read is unknown: silence there says nothing.
 */
import type { Denial } from "#lsm/denial.ts";
import { denialsIn } from "#lsm/parse.ts";
import { goDenials } from "#lsm/tools.ts";
import { defineFact, type Fact, known, unknown } from "./fact.ts";
import { lsmFact } from "./lsm.ts";
import type { RunAnswer, StatusAnswer } from "./read.ts";

export const AUDIT_LOG = "/var/log/audit/audit.log";
const TAIL = 4 << 20;
const MAX_LOG = 16 << 20;
/** The newest. */
const LIMIT = 1000;

export interface Denials {
  /** Milliseconds since 1970, when it was looked. */
  readonly now: number;
  /** Where they stood; null where no module decides. */
  readonly log: string | null;
  readonly denials: readonly Denial[];
}

export const denialsFact = defineFact({
  name: "denials",
  cost: "local",
  about: "what SELinux or AppArmor refused to Go's programs, from the end of the log",
  needs: { lsm: lsmFact },
  reads: (_, { lsm }) =>
    lsm.active.length === 0
      ? []
      : [
          { status: AUDIT_LOG },
          { argv: ["tail", "-c", String(TAIL), AUDIT_LOG], max: TAIL + 1 },
          { argv: ["dmesg"], max: MAX_LOG },
          { argv: ["date", "+%s"], max: 64 },
        ],
  parse: (answers): Fact<Denials> => {
    const [status, tail, dmesg, date] = answers as readonly (StatusAnswer | RunAnswer)[];
    if (status === undefined) return known({ now: 0, log: null, denials: [] });
    const now = Number(saidBy(date)) * 1000;
    if (!(now > 0)) return unknown("date says no time");
    if (status.is === "unreadable") return unknown(`${AUDIT_LOG}: ${status.reason}`);
    const log = status.is === "absent" ? "dmesg" : AUDIT_LOG;
    const from = log === "dmesg" ? dmesg : tail;
    const text = saidBy(from);
    if (text === undefined) return unknown(`${log} cannot be read: ${complaintOf(from)}`);
    const { denials } = goDenials(denialsIn(text), { since: 0, limit: LIMIT });
    return known({ now, log, denials });
  },
});

type Answer = StatusAnswer | RunAnswer | undefined;

function saidBy(answer: Answer): string | undefined {
  return answer?.is === "ended" && answer.code === 0 ? answer.stdout : undefined;
}

function complaintOf(answer: Answer): string {
  if (answer?.is === "failed") return answer.reason;
  const line = answer?.is === "ended" ? answer.stderr.trim().split("\n")[0] : undefined;
  return line || "it said nothing";
}
