/** A release's progress as a bar on stderr. */
import { openProgress, type Progress } from "#host/progress.ts";
import { barsMove } from "#host/terminal.ts";
import type { Watcher } from "#toolchain/engine.ts";
import type { CliContext } from "./context.ts";

/** Bars move only for a person at a terminal, and not under --quiet, --json or --no-progress. */
export function openBars({ host, globals }: CliContext): Progress {
  const wanted = globals.progress && !globals.quiet && !globals.json;
  return openProgress(process.stderr, { enabled: wanted && barsMove(host.env, process.stderr) });
}

export interface BarWatcher extends Watcher {
  done(): void;
}

export function barWatcher(name: string, bars: Progress): BarWatcher {
  const bar = bars.bar(name);
  let phase = "";
  let total = 0;
  return {
    phase: (next) => {
      phase = next;
      total = 0;
      bar.phase(phase);
    },
    expect: (bytes) => {
      if (bytes === 0) return;
      total += bytes;
      bar.phase(phase, total);
    },
    received: (bytes) => bar.add(bytes),
    warn: (message) => bars.say(`gostead: ${message}`),
    done: () => bar.done(),
  };
}
