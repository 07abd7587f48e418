/**
 * Which releases a GOPROXY offers. The list is a hint (what somebody has asked
 * that proxy for), so a version that it lacks may still be had by name.
 */
import { listUrl } from "#goproxy/endpoints.ts";
import { parseToolchainList } from "#goproxy/versions.ts";
import { redactUrl } from "#host/text.ts";
import { TOOLCHAIN_PATH } from "#model/module.ts";
import type { Release } from "#model/release.ts";
import { getBytes, type Route, throughHops } from "./route.ts";

const MAX_LIST = 4 * 1024 * 1024;

export interface RemoteList {
  /** Who said so, without credentials. */
  readonly source: string;
  readonly releases: readonly Release[];
}

/** What the first proxy that has a list says; throws as throughHops, or `bad-answer` for what is no list. */
export function remoteReleases(route: Route): Promise<RemoteList> {
  return throughHops(route, async (base) => {
    const url = listUrl(base, TOOLCHAIN_PATH);
    const bytes = await getBytes(route, { url, what: "the list of versions", maxBytes: MAX_LIST });
    return { source: redactUrl(base), releases: parseToolchainList(bytes) };
  });
}
