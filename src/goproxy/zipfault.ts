/** How this room refuses a zip: always `bad-zip`, an integrity error that no other source papers over. */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

/** `what` follows "bad toolchain zip: "; `name` is the entry, shown escaped and cut. */
export function badZip(what: string, name?: string): GosteadError {
  const entry = name === undefined ? "" : `entry ${quoted(name, 200)} `;
  return new GosteadError("bad-zip", `bad toolchain zip: ${entry}${what}`, {
    fix: "nothing of it was kept; use another GOPROXY and tell the owner of this one",
  });
}
