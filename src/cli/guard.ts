/** Runs a command's body: its status becomes ours, its errors become messages. */
import type { CliContext } from "./context.ts";
import { renderError } from "./render.ts";

type Body = (this: CliContext, flags: never, ...args: never[]) => Promise<number>;

/** A function as the framework calls it, which never throws. */
export function guarded(load: () => Promise<Body>) {
  return async () =>
    async function guard(this: CliContext, flags: unknown, ...args: unknown[]): Promise<void> {
      this.setExit(await outcome(this, load, [flags, ...args]));
    };
}

async function outcome(
  context: CliContext,
  load: () => Promise<Body>,
  args: readonly unknown[],
): Promise<number> {
  try {
    const body = await load();
    return await body.apply(context, args as never);
  } catch (error) {
    return renderError(error, context.output, context.globals.json);
  }
}
