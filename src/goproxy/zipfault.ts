/**
 * How this room refuses a zip: with `bad-zip`, an integrity error that no other
 * source papers over. A web page in its place is a login page, no attack.
 */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

/** `what` follows "bad toolchain zip: "; `name` is the entry, shown escaped and cut. */
export function badZip(what: string, name?: string): GosteadError {
  const entry = name === undefined ? "" : `entry ${quoted(name, 200)} `;
  return new GosteadError("bad-zip", `bad toolchain zip: ${entry}${what}`, {
    fix: "nothing of it was kept; use another GOPROXY and tell the owner of this one",
  });
}

/** Throws `bad-answer` when `tail` begins or ends as HTML does. */
export function refuseWebPage(tail: Buffer): void {
  const start = tail.toString("latin1", 0, 1024);
  const end = tail.toString("latin1", Math.max(0, tail.length - 1024));
  if (!/^\s*<(!doctype|html)/i.test(start) && !/<\/html>\s*$/i.test(end)) return;
  throw new GosteadError("bad-answer", `the toolchain zip is a web page: ${quoted(start.trim())}`, {
    fix: "check that GOPROXY names a module proxy, and that no login page stands before it",
  });
}
