/** The releases that can be had, with a memory of those that could be had before (security S14). */
import { GosteadError } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import { lostReleases, rememberReleases, seenReleases } from "#source/seen.ts";
import { type RemoteList, remoteReleases } from "#source/versions.ts";
import type { Engine } from "./engine.ts";

const NAMED = 5;

/** Throws `older-answer` when the source has lost releases and `allowOlder` is not set. */
export async function listRemote(engine: Engine, allowOlder: boolean): Promise<readonly Release[]> {
  const listed = await remoteReleases(engine.route());
  const lost = lostReleases(seenReleases(engine.home, listed.source), listed.releases);
  if (lost.length > 0 && !allowOlder) throw olderAnswer(listed, lost);
  await rememberReleases(engine.home, listed.source, listed.releases);
  return listed.releases;
}

function olderAnswer(listed: RemoteList, lost: readonly string[]): GosteadError {
  const more = lost.length > NAMED ? ` and ${lost.length - NAMED} more` : "";
  const names = `${lost.slice(0, NAMED).join(", ")}${more}`;
  return new GosteadError(
    "older-answer",
    `${listed.source} listed ${names} before and does not any more: an old or forged list may hide a fix`,
    { fix: "ask another GOPROXY, or accept it with --allow-older" },
  );
}
