/** Where a line of Go's output points: `a_test.go:5: …`, `./a.go:2:23: …`, or a frame of a stack. */
import type { Place } from "./stage.ts";

const MESSAGE = /^\s*(?:vet: )?(\S[^:\n]*\.(?:go|s|c|h|mod|work)):(\d{1,9})(?::\d{1,9})?: /;
const FRAME = /^\t(\S.*\.go):(\d{1,9})(?: \+0x[0-9a-f]+)?$/;

export interface Where {
  /** The directory of the package; undefined where it is not known. */
  readonly directory: string | undefined;
}

/** The first place in the package that the lines name. */
export function placeIn(lines: readonly string[], { directory }: Where): Place | null {
  for (const line of lines) {
    const [, file, number] = MESSAGE.exec(line) ?? [];
    if (file !== undefined) return { file: below(file, directory), line: Number(number) };
  }
  for (const line of lines) {
    const [, file, number] = FRAME.exec(line) ?? [];
    const isOwn = file !== undefined && directory !== undefined && file.startsWith(`${directory}/`);
    if (isOwn) return { file, line: Number(number) };
  }
  return null;
}

/** What the testing package names has no directory; what the compiler names is relative to where Go ran. */
function below(file: string, directory: string | undefined): string {
  return directory === undefined || /[/\\]/.test(file) ? file : `${directory}/${file}`;
}
