/** Audit logs for tests: written by the real appender, then bent as an attacker or a crash would bend them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { append } from "#audit/append.ts";
import { type AuditFiles, auditFiles } from "#audit/layout.ts";
import { verifyLog } from "#audit/verify.ts";
import { tempDirectory } from "./loopback.ts";

export const ACTOR = { user: "ada", uid: 1000, host: "desk" };

export function emptyLog(t: TestContext): AuditFiles {
  const root = tempDirectory(t);
  return auditFiles({ audit: join(root, "audit"), locks: join(root, "locks") });
}

/** Appends `count` events one by one, as so many commands do; `told` is called as soon as each is durable. */
export async function addEvents(
  files: AuditFiles,
  count: number,
  { name = "event", told }: { readonly name?: string; readonly told?: () => void } = {},
): Promise<void> {
  for (let i = 1; i <= count; i++) {
    const event = { kind: "test", subject: `${name} ${i}`, result: "ok" } as const;
    await append([event], { files, actor: ACTOR, nowMs: Date.now });
    told?.();
  }
}

/** A log of so many lines behind the header: the first event names the key. */
export async function filledLog(t: TestContext, events: number): Promise<AuditFiles> {
  const files = emptyLog(t);
  await addEvents(files, events - 1);
  return files;
}

/** Rewrites a file by its lines, without the LF at the end. */
export function bend(path: string, change: (lines: string[]) => readonly string[]): void {
  const lines = readFileSync(path, "utf8").replace(/\n$/, "").split("\n");
  writeFileSync(path, `${change(lines).join("\n")}\n`);
}

/** `verdict file:line` of every flaw. */
export async function flawsOf(files: AuditFiles): Promise<string[]> {
  const { flaws } = await verifyLog(files);
  return flaws.map(({ verdict, file, line }) => `${verdict} ${file}:${line}`);
}
