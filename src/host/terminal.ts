/**
 * What a stream can show: colour and moving bars. NO_COLOR (https://no-color.org),
 * CI and TERM=dumb are obeyed; a `--color` word goes over all of them.
 */
import type { Env } from "./env.ts";

/** The part of a tty.WriteStream that we use. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

export type ColorFlag = "auto" | "always" | "never";

/** True when text for `stream` may carry colour. */
export function colorOf(env: Env, stream: Terminal, flag: ColorFlag): boolean {
  if (flag !== "auto") return flag === "always";
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

/** True when bars may move on `stream`: a terminal that a person looks at. */
export function barsMove(env: Env, stream: Terminal): boolean {
  const inCi = env.CI !== undefined && env.CI !== "" && env.CI !== "false" && env.CI !== "0";
  return stream.isTTY === true && env.TERM !== "dumb" && !inCi;
}

/** Columns of the terminal; 80 when it does not say. */
export function widthOf(stream: Terminal): number {
  return stream.columns || 80;
}
