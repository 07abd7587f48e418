/**
 * When a toolchain was last run. Starting a program must cost nothing (design §6),
 * so only the file system knows: by the access time of bin/go, which Linux keeps to
 * the day (relatime). Our own reading leaves it alone (store/look.ts).
 */
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseTime } from "#host/clock.ts";
import type { Home } from "#host/paths.ts";
import type { Release } from "#model/release.ts";
import type { Engine } from "./engine.ts";
import { treePath } from "./installed.ts";
import { readReceipt } from "./receipt.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** When `go` of this release was last run, or when it was installed (ms since 1970). Throws `bad-receipt`. */
export function lastUsed(release: Release, { home }: Pick<Engine, "home">): number {
  const installed = parseTime(readReceipt(home, release)?.installed ?? "");
  const go = statSync(join(treePath(home, release), "bin", "go"), { throwIfNoEntry: false });
  return Math.max(installed ?? 0, go?.atimeMs ?? 0);
}

/** False where access times stand still (noatime): every toolchain would seem unused since its install. */
export function keepsAccessTimes(home: Home, nowMs: number): boolean {
  const probe = join(home.toolchains, `.probe.${crypto.randomUUID()}`);
  const past = Math.floor((nowMs - 3 * DAY_MS) / 1000);
  try {
    writeFileSync(probe, "probe", { flag: "wx" });
    utimesSync(probe, past, past);
    readFileSync(probe);
    return statSync(probe).atimeMs > past * 1000;
  } finally {
    rmSync(probe, { force: true });
  }
}
