/** The colours of what people read: few, and never all that tells one thing from another. */
import { styleText } from "node:util";

export type Look = "good" | "bad" | "doubtful" | "remark" | "head";

/** `text` for a terminal; as it is where there are to be no colours. */
export type Paint = (look: Look, text: string) => string;

const STYLES = {
  good: "green",
  bad: "red",
  doubtful: "yellow",
  remark: "cyan",
  head: "bold",
} as const satisfies Record<Look, Parameters<typeof styleText>[0]>;

/** Whether a stream may show colours is for host/terminal.ts to say, not for Node. */
export function painter(inColor: boolean): Paint {
  if (!inColor) return (_, text) => text;
  return (look, text) => styleText(STYLES[look], text, { validateStream: false });
}

/** A line for stderr, its `error:` or `fix:` told apart. */
export function paintRemark(paint: Paint, line: string): string {
  return line.replace(/^(error|fix):/, (word) => paint(word === "fix:" ? "good" : "bad", word));
}
