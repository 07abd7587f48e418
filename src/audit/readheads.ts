/** Reading the notes in `heads`, each with the line that it begins at; their signatures are proved later. */
import type { Tell } from "./chain.ts";
import { linesOf } from "./lines.ts";
import { NOTE_LINES, ORIGIN, parseHead, type SignedHead } from "./note.ts";

export interface PlacedHead extends SignedHead {
  /** In `heads`, from 1. */
  readonly line: number;
}

/** All notes among the first `size` bytes. What is no note is told as a rewrite, half a last one as a truncated tail. */
export async function readHeads(path: string, size: number, tell: Tell): Promise<PlacedHead[]> {
  const heads: PlacedHead[] = [];
  let note: string[] = [];
  let line = 0;
  let strays = 0;
  for await (const { lines } of linesOf(path, size)) {
    for (const text of lines) {
      line += 1;
      const expected = note.length > 0 || text === ORIGIN;
      if (!expected) {
        strays += 1;
        if (strays === 1) tell("rewrite", line, "no signed head begins here");
        continue;
      }
      strays = 0;
      note.push(text);
      if (note.length < NOTE_LINES) continue;
      const begin = line - NOTE_LINES + 1;
      const head = parseHead(note.map(fromLatin1));
      if (head === undefined) tell("rewrite", begin, "these six lines are no signed head");
      else heads.push({ ...head, line: begin });
      note = [];
    }
  }
  if (note.length > 0)
    tell("truncated tail", line - note.length + 1, "a signed head ends too early");
  return heads;
}

/** The signature line begins with a dash that is not ASCII. */
function fromLatin1(text: string): string {
  return Buffer.from(text, "latin1").toString("utf8");
}
