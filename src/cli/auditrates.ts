/** `gostead audit rates [--since DATE|7d]`: how often what was attempted in this home succeeded. */
import type { Entry } from "#audit/format.ts";
import { type Rates, ratesOf } from "#audit/rates.ts";
import { type AuditFlags, eventsOf } from "./audit.ts";
import type { CliContext } from "./context.ts";
import { count, shown } from "./render.ts";

export async function runAuditRates(this: CliContext, flags: AuditFlags): Promise<number> {
  const entries: Entry[] = [];
  for await (const entry of eventsOf(this, flags)) entries.push(entry);
  const rates = ratesOf(entries);
  const recorded = (await this.settings()).get("audit.attempts")?.value === "on";
  if (this.globals.json) this.output.json({ ...rates, recorded });
  else print(this, rates, recorded);
  return 0;
}

function print({ output }: CliContext, { attempts, causes }: Rates, recorded: boolean): void {
  if (attempts.length === 0) output.talk("no attempts");
  for (const { what, tries, ok } of attempts) {
    const rate = `${Math.floor((100 * ok) / tries)} %`.padStart(5);
    output.data(`${shown(what).padEnd(12)}  ${rate}  ${ok} of ${count(tries, "attempt")}`);
  }
  for (const { cause, failures, codes } of causes) {
    output.data(`failed: ${cause}, ${count(failures, "time")}: ${shown(codes.join(", "))}`);
  }
  if (recorded) return;
  output.talk(
    "use, setup and doctor --fix are not counted: audit.attempts is off in your settings",
  );
}
