/** The version of gostead: put in by the build; read from package.json when run unbuilt. */
import { readFileSync } from "node:fs";

declare const GOSTEAD_VERSION: string;

export function ownVersion(): string {
  if (typeof GOSTEAD_VERSION === "string") return GOSTEAD_VERSION;
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return String((JSON.parse(text) as { version: unknown }).version);
}
