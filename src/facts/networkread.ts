/**
 * What is asked of the network and what it answers, as plain JSON: one element
 * of GOPROXY from its name to its files, and the checksum log. Recorded
 * machines keep these answers under `network` in machine.json: an element by
 * its URL, a host by its origin, `log` and `versions`. Addresses carry no logins.
 */
import type { DnsProbe } from "#host/probedns.ts";
import type { ConnectProbe } from "#host/probetls.ts";
import { redactUrl } from "#host/text.ts";

/** An element's URL as facts, and what is recorded, name it. */
export function shownBase(url: string): string {
  return redactUrl(url).replace(/\/+$/, "");
}

export interface HopRead {
  /** An element of GOPROXY without its login. */
  readonly hop: string;
  /** The checksum log that it may carry. */
  readonly log: string;
}

export interface HostRead {
  /** An origin: `https://git.example`. */
  readonly host: string;
}

export interface LogRead {
  readonly log: "head" | "versions";
}

/** The network may not be used, or nobody recorded it. */
export interface Unasked {
  readonly is: "unasked";
  readonly reason: string;
}

/** An HTTP answer without its body. */
export type Page =
  | {
      readonly is: "answered";
      readonly status: number;
      readonly ms: number;
      readonly movedTo: string | null;
      readonly html: boolean;
      readonly ranged: boolean;
      readonly retryAfterS: number | null;
      readonly clockAheadS: number | null;
      /** What the body is plausible for: versions of a list, or whether it is what it should be. */
      readonly holds: number;
    }
  | {
      readonly is: "failed";
      readonly code: string;
      readonly reason: string;
      readonly ms: number;
    };

export const PAGES = ["toolchains", "list", "info", "mod", "zip", "log"] as const;
export type PageName = (typeof PAGES)[number];

export interface HostProbe {
  readonly is: "probed";
  /** Null for an address: nobody looks it up. */
  readonly dns: DnsProbe | null;
  /** Null for file: URLs. */
  readonly connect: ConnectProbe | null;
  /** A file or directory of authorities that the environment names in place of the system's. */
  readonly authorities: string | null;
}

export type HostAnswer = HostProbe | Unasked;

export interface Hop extends HostProbe {
  /** Where the login comes from that goes along. */
  readonly login: "url" | "netrc" | null;
  /** The module version whose files were asked for. */
  readonly module: string | null;
  /** By what was asked for; one that is not there was not asked for. */
  readonly pages: { readonly [Name in PageName]?: Page };
}

export type HopAnswer = Hop | Unasked;

export type LogAnswer =
  | {
      readonly is: "proven";
      readonly name: string;
      readonly size: number;
      /** Of the head kept before; null when there was none. */
      readonly before: number | null;
      /** Whole days since the kept head last grew, where that is too long; else null. */
      readonly staleDays: number | null;
      readonly ms: number;
    }
  | {
      readonly is: "failed";
      readonly name: string;
      readonly code: string;
      readonly reason: string;
      /** An answer came, and it does not hold. */
      readonly integrity: boolean;
    }
  | Unasked;

export type VersionsAnswer =
  | {
      readonly is: "listed";
      readonly source: string;
      readonly count: number;
      /** Listed by it before and not now. */
      readonly lost: readonly string[];
      readonly latest: string | null;
      readonly latestBefore: string | null;
    }
  | { readonly is: "failed"; readonly code: string; readonly reason: string }
  | Unasked;
