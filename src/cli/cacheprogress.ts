/** The reading of Go's build cache as a bar on stderr: gigabytes take their time. */
import type { CacheProgress } from "#facts/cacheread.ts";
import type { Bar, Progress } from "#host/progress.ts";
import type { CliContext } from "./context.ts";
import { openBars } from "./watch.ts";

export function cacheProgressOf(context: CliContext): CacheProgress {
  let bars: Progress | undefined;
  let bar: Bar | undefined;
  return {
    expect: (bytes) => {
      bars = openBars(context);
      bar = bars.bar("build cache");
      bar.phase("read", bytes);
    },
    read: (bytes) => bar?.add(bytes),
    done: () => bars?.close(),
  };
}
