/**
 * The one door from commands to the audit log. A command never fails for want of
 * its entry: what keeps it from being written is a warning, even under --quiet.
 * The log itself is loaded at the first event, so that `list` and `which` pay nothing.
 */
import { hostname, userInfo } from "node:os";
import type { Actor } from "#audit/format.ts";
import { exitOf, GosteadError, isIntegrity } from "#model/error.ts";
import type { Event } from "#model/event.ts";
import type { CliContext } from "./context.ts";
import { shown } from "./render.ts";
import { openSettings } from "./settings.ts";

/** Ends a story worth a signed head of its own. */
const SIGNED: readonly string[] = ["install"];
/** One kind for whoever watches the log for attacks. */
const INTEGRITY = "integrity";

/** Writes what happened, if anything, into the audit log; nothing under --dry-run. Never throws. */
export async function recordEvent(context: CliContext, event: Event | undefined): Promise<void> {
  if (event === undefined || context.globals.dryRun) return;
  try {
    const [{ append }, { auditFiles }] = await Promise.all([
      import("#audit/append.ts"),
      import("#audit/layout.ts"),
    ]);
    const { host } = context;
    const files = auditFiles(host.home);
    const checkpoint = SIGNED.includes(event.kind);
    const { unsigned } = await append([event], {
      files,
      actor: actorOf(context),
      veil: await wantsHashes(context),
      nowMs: () => host.now().getTime(),
      checkpoint,
    });
    if (unsigned !== undefined) {
      context.output.warn(`the audit log's head is not signed: ${reasonOf(unsigned)}`);
    }
  } catch (error) {
    const what = `${event.kind} ${event.subject} (${event.result})`;
    context.output.warn(`AUDIT LOG: no entry for ${shown(what)}: ${reasonOf(error)}`);
    if (error instanceof GosteadError && error.fix !== undefined) {
      context.output.warn(`fix: ${shown(error.fix)}`);
    }
  }
}

type Told = Pick<Event, "kind" | "subject">;

/** Writes that something failed, as `failureOf` says it. Never throws. */
export async function recordFailure(
  context: CliContext,
  told: Told,
  error: unknown,
): Promise<void> {
  await recordEvent(context, failureOf(told, error));
}

/**
 * A failure as an event: one of integrity has a kind of its own, whatever was
 * being done. What was only asked wrongly (exit 2) did not happen: undefined.
 */
export function failureOf({ kind, subject }: Told, error: unknown): Event | undefined {
  const code = error instanceof GosteadError ? error.code : "internal";
  if (exitOf(code) === 2) return undefined;
  const message = error instanceof Error ? error.message : String(error);
  const detail = { during: kind, code, message };
  return { kind: isIntegrity(error) ? INTEGRITY : kind, subject, result: "failed", detail };
}

/** Files that are not what was proven. */
export function alteredEvent(
  { kind, subject }: Told,
  problems: readonly { readonly kind: string; readonly path: string }[],
  facts: Event["detail"] = {},
): Event {
  const [first] = problems;
  const shown = first === undefined ? {} : { first: `${first.kind} ${first.path}` };
  const detail = { during: kind, ...facts, problems: problems.length, ...shown };
  return { kind: INTEGRITY, subject, result: "failed", detail };
}

/**
 * Settings that cannot be read may have asked for it: a name once written stays in the log. Which keys do not count is
 * told by commands that go by settings, not by their events.
 */
async function wantsHashes({ host, output }: CliContext): Promise<boolean> {
  return await openSettings({ host, output: { ...output, warn: () => {} } }).then(
    (settings) => settings.get("audit.user")?.value === "hash",
    () => true,
  );
}

function actorOf({ host }: CliContext): Actor {
  const uid = process.getuid?.() ?? -1;
  const sudo = uid === 0 ? host.env.SUDO_USER : undefined;
  const who = { user: userName(uid), uid, host: hostname() };
  return sudo === undefined || sudo === "" ? who : { ...who, sudo };
}

/** Ours; a container may run a user id that no name belongs to. */
export function userName(uid: number): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${uid}`;
  }
}

function reasonOf(error: unknown): string {
  return shown(error instanceof Error ? error.message : String(error));
}
