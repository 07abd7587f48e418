/** `gostead doctor path`: every `go` on PATH in order, which one wins, and what it really is. */
import type { Facts } from "#facts/facts.ts";
import type { Output } from "./context.ts";
import { shown } from "./render.ts";

type Go = Extract<Facts["gos"], { known: true }>["value"]["gos"][number];

export interface ListedGo extends Go {
  /** The one that a shell finds; all others are shadowed by it. */
  readonly wins: boolean;
}

/** Undefined where PATH could not be looked at. A version that files do not tell is what `go version` said. */
export function listedGos({ gos, goruns }: Partial<Facts>): readonly ListedGo[] | undefined {
  if (gos?.known !== true) return undefined;
  const runs = goruns?.known === true ? [goruns.value.first, goruns.value.shim] : [];
  return gos.value.gos.map((go, at) => {
    const said = runs.find((run) => run?.path === go.path)?.version ?? null;
    return { ...go, version: go.version ?? said, wins: at === 0 };
  });
}

export function printGos(output: Output, gos: readonly ListedGo[]): void {
  output.data("go on PATH");
  if (gos.length === 0) output.data("  none");
  for (const { position, path, real, kind, version, wins } of gos) {
    const place = real === path ? shown(path) : `${shown(path)} -> ${shown(real)}`;
    const what = [version ?? "no version", kind, wins ? "wins" : "shadowed"].join(", ");
    output.data(`  ${String(position).padStart(3)}  ${place} (${what})`);
  }
}
