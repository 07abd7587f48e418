/**
 * An attempt and how it ended, as an event of this home's audit log: where
 * `audit.attempts` is on, and nowhere else. `gostead audit rates` counts them.
 */
import { ATTEMPT } from "#audit/rates.ts";
import { causeOfCode } from "#model/cause.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { recordEvent } from "./record.ts";

/** Why an attempt failed: codes, and a class for each, comma between them. */
export interface Failed {
  readonly causes: string;
  readonly codes: string;
}

/** Runs a body; what it throws is recorded and thrown on. What was typed wrongly is no attempt. */
export async function attempted(
  context: CliContext,
  what: string,
  body: () => Promise<number>,
): Promise<number> {
  try {
    const exit = await body();
    await recordAttempt(context, what);
    return exit;
  } catch (error) {
    const code = error instanceof GosteadError ? error.code : "internal";
    if (code !== "usage") {
      await recordAttempt(context, what, { causes: causeOfCode(code), codes: code });
    }
    throw error;
  }
}

/** Never throws, as `recordEvent`: settings that cannot be read say nothing of recording. */
export async function recordAttempt(
  context: CliContext,
  what: string,
  failed?: Failed,
): Promise<void> {
  const wish = await context.settings().then(
    (settings) => settings.get("audit.attempts")?.value,
    () => undefined,
  );
  if (wish !== "on") return;
  const result = failed === undefined ? "ok" : "failed";
  await recordEvent(context, { kind: ATTEMPT, subject: what, result, detail: { ...failed } });
}
