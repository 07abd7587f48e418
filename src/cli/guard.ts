/** Runs a command's body: its status becomes ours, its errors become messages. */
import { isIntegrity } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { renderError } from "./render.ts";

type Body = (this: CliContext, flags: never, ...args: never[]) => Promise<number>;

/** A function as the framework calls it, which never throws. */
export function guarded(load: () => Promise<Body>) {
  return async () =>
    async function run(this: CliContext, flags: unknown, ...args: unknown[]): Promise<void> {
      const body = async () => (await load()).apply(this, [flags, ...args] as never);
      this.setExit(await guard(this, body));
    };
}

/** The body's status, or that of the error it threw. */
export async function guard(context: CliContext, body: () => Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (isIntegrity(error)) await recordCaught(context, error);
    return renderError(error, context.output, context.globals.json);
  }
}

/** Commands that record their own failures do not throw them; loaded only now: `list` needs no log. */
async function recordCaught(context: CliContext, error: unknown): Promise<void> {
  const { recordFailure } = await import("./record.ts");
  await recordFailure(context, { kind: "command", subject: "gostead" }, error);
}
