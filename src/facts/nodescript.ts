/** The POSIX sh program that looks at a machine which has only sh; its first part says what it writes. */
import { readFileSync } from "node:fs";

const PARTS = ["nodejson.sh", "nodelook.sh", "nodehere.sh", "nodemain.sh"] as const;

/** `version`: of the gostead that hands it out, for whoever reads what it wrote. */
export function nodeScript(version: string): string {
  const texts = PARTS.map((name) => readFileSync(new URL(`./${name}`, import.meta.url), "utf8"));
  return texts.join("\n").replace("@VERSION@", version.replace(/[^\w.+-]/g, ""));
}
