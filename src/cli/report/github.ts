/**
 * Workflow commands of GitHub Actions that mark a line of a file, or the run:
 *   ::error file=go.mod,line=3,title=pin-below-module::what is wrong%0Athe next line
 * What stands in them is escaped as the runner reads it, after `untrusted`: nothing in
 * it ends the command, begins another, or moves the terminal of who reads the log.
 */
import { relative } from "node:path";
import { shown } from "../render.ts";

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly lines: readonly string[];
  /** As the runner wants it: relative to the checkout, where it lies below it. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

export function annotationLine({ level, title, lines, file, line }: Annotation): string {
  const properties = Object.entries({ file, line, title }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${property(shown(String(value)))}`],
  );
  return `::${level} ${properties.join(",")}::${lines.map((one) => data(shown(one))).join("%0A")}`;
}

/** A path below `root` without it; any other as it is. */
export function belowRoot(path: string, root: string): string {
  const below = relative(root, path);
  return below === "" || below.startsWith("..") ? path : below;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
