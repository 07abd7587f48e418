/** What every command gets besides its own words. */
import type { CommandContext, StricliProcess } from "@stricli/core";
import type { Settings } from "#config/settings.ts";
import type { Host } from "#host/host.ts";
import type { Globals } from "./argv.ts";
import type { Paint } from "./paint.ts";

export interface CliContext extends CommandContext {
  readonly host: Host;
  readonly globals: Globals;
  readonly output: Output;
  readonly process: StricliProcess;
  /** Warnings that need to be given only once, however many versions are named. */
  readonly given: Set<string>;
  /** Read on first use, and only once: what does not count is told as it is read. Throws `bad-setting`. */
  settings(): Promise<Settings>;
  setExit(status: number): void;
  /** What a command set; undefined when none ran. */
  exit(): number | undefined;
}

/** stdout is data, stderr is talk. */
export interface Output {
  /** Colours for lines of the answer, where stdout may have them. */
  readonly paint: Paint;
  /** A line of the answer. */
  data(line: string): void;
  /** One result as JSON on a line of its own. */
  json(value: unknown): void;
  /** A remark; silent under --quiet. */
  talk(line: string): void;
  /** A warning: even under --quiet. */
  warn(line: string): void;
}

/** A command answers with its exit status. */
export type CommandBody<Flags, Args extends readonly unknown[]> = (
  this: CliContext,
  flags: Flags,
  ...args: Args
) => Promise<number>;
