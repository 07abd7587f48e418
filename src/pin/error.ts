/** What is wrong with a pin, as the person reads it. Pure. */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { Bad } from "./lines.ts";

/** `file` is shown as it is; the value comes as latin1 bytes. */
export function badPin(said: Bad, file: string): GosteadError {
  const value = quoted(Buffer.from(said.bad, "latin1").toString());
  return new GosteadError("bad-pin", `${file}:${said.line} names no Go version: ${value}`, {
    fix: "write a version such as 1.24 or 1.24.6 there",
  });
}
