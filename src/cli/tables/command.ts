/** One command of the table: how its body is loaded, and what may stand behind its word. */
import { buildCommand } from "@stricli/core";
import type { CliContext } from "../context.ts";
import { guarded } from "../guard.ts";
import type { help } from "../words.ts";

interface Shape {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly positional: unknown;
}

type Load = Parameters<typeof guarded>[0];

/** The framework's types follow each body's signature; the bodies declare the same flags themselves. */
export function command(load: Load, shape: Shape, docs: ReturnType<typeof help>) {
  const parameters = { flags: shape.flags ?? {}, positional: shape.positional } as never;
  return buildCommand<Record<never, never>, [], CliContext>({
    loader: guarded(load),
    parameters,
    docs,
  });
}
