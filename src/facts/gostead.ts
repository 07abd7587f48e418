/** gostead's own home: whether its shims are there, the default, what is installed. */
import { join } from "node:path";
import { defineFact, known } from "./fact.ts";
import { textOf } from "./read.ts";

export interface GosteadHome {
  /** Null where nothing names a home. */
  readonly root: string | null;
  readonly shims: boolean;
  /** The version word of `gostead default`. */
  readonly default: string | null;
  /** `go1.22.6.linux-amd64` */
  readonly installed: readonly string[];
}

export const gosteadFact = defineFact({
  name: "gostead",
  cost: "instant",
  about: "gostead's home: shims, default, installed versions",
  reads: ({ gostead = "/" }) =>
    [
      { file: join(gostead, "shims", "go"), max: 64, head: true },
      { file: join(gostead, "default"), max: 1024 },
      { directory: join(gostead, "toolchains"), max: 10_000 },
    ] as const,
  parse: ([shim, word, toolchains], { gostead }) => {
    const text = textOf(word);
    return known<GosteadHome>({
      root: gostead ?? null,
      shims: gostead !== undefined && shim.is === "file",
      default: text.is === "text" ? text.text.trim() || null : null,
      installed: toolchains.is === "directory" ? toolchains.names : [],
    });
  },
});
