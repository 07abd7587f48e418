/** The POSIX sh program that looks at a machine which has only sh: node.sh, which says what it writes. */
import { readFileSync } from "node:fs";

/** `version`: of the gostead that hands it out, for whoever reads what it wrote. */
export function nodeScript(version: string): string {
  const text = readFileSync(new URL("./node.sh", import.meta.url), "utf8");
  return text.replace("@VERSION@", version.replace(/[^\w.+-]/g, ""));
}
