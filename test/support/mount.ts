/**
 * File systems of a test's own: a small one, one on another device, one that may
 * not be written. Only root may mount; elsewhere the tests say why they skip.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Why nothing can be mounted here, or false. */
export const noMounts: string | false = canMount() ? false : "may not mount";

function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const place = mkdtempSync(join(tmpdir(), "gostead-mount-"));
  const mounted = call("mount", "-t", "tmpfs", "tmpfs", place);
  if (mounted) call("umount", place);
  rmSync(place, { recursive: true });
  return mounted;
}

function call(...[command = "", ...args]: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

/** Runs `use` with file systems mounted at these places; `options` as mount takes them. */
export async function withMounts(
  places: readonly (readonly [place: string, options: string])[],
  use: () => Promise<void>,
): Promise<void> {
  const mounted: string[] = [];
  try {
    for (const [place, options] of places) {
      mkdirSync(place, { recursive: true });
      // Its root is the user's own, as that of a disk is: a tmpfs is for all to write unless told (security S13).
      const how = options.startsWith("bind")
        ? [options, place, place]
        : [`mode=755,${options}`, "-t", "tmpfs", "tmpfs", place];
      if (!call("mount", "-o", ...how)) throw new Error(`cannot mount ${place}`);
      mounted.unshift(place);
    }
    await use();
  } finally {
    for (const place of mounted) call("umount", "-l", place);
  }
}

/** Changes a mount's options: `size=64m`, `ro`. */
export function remount(place: string, options: string): void {
  if (!call("mount", "-o", `remount,${options}`, place)) throw new Error(`cannot remount ${place}`);
}
