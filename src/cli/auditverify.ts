/** `gostead audit verify`: proves the audit log; exit 4 for any of the four verdicts. */
import { auditFiles } from "#audit/layout.ts";
import { type Audited, sealHead, verifyLog } from "#audit/verify.ts";
import type { CliContext } from "./context.ts";
import { count, shown } from "./render.ts";

export async function runAuditVerify(this: CliContext): Promise<number> {
  const files = auditFiles(this.host.home);
  const audited = await verifyLog(files);
  const { head, flaws } = audited;
  const ok = flaws.length === 0;
  // A head over a log that is not whole would vouch for it.
  if (ok && head !== undefined && !this.globals.dryRun) await sealHead(files, head);
  if (this.globals.json) this.output.json(jsonOf(audited));
  else print(this, audited);
  return ok ? 0 : 4;
}

function print({ output }: CliContext, { head, signed, flaws, more }: Audited): void {
  if (flaws.length === 0) {
    const end = head === undefined ? "" : `, ends in ${head.hash}`;
    output.data(
      `audit log proven: ${count(head?.size ?? 0, "event")}, ${signed} under a signed head${end}`,
    );
    return;
  }
  const all = flaws.length + more;
  output.data(`audit log altered: ${count(all, "flaw")} in ${count(head?.size ?? 0, "event")}`);
  for (const { verdict, file, line, detail } of flaws) {
    output.data(`  ${verdict.padEnd(14)}  ${file}:${line}: ${shown(detail)}`);
  }
  if (more > 0) output.data(`  … and ${more} more`);
  output.warn(
    "fix: keep a copy of the directory audit as evidence; compare with a head kept elsewhere",
  );
}

function jsonOf({ head, signed, key, flaws, more }: Audited) {
  return {
    ok: flaws.length === 0,
    events: head?.size ?? 0,
    head: head?.hash ?? null,
    signed,
    key: key ?? null,
    flaws,
    more,
  };
}
