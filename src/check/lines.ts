/**
 * Bytes in pieces to lines of UTF-8, without the line end. A line longer than `max`
 * bytes is cut there: whoever runs tests of strangers must not hold what they print.
 */

export interface Lines {
  add(chunk: Uint8Array): void;
  /** The last line, when it had no end. */
  end(): void;
}

const NEWLINE = 10;

export function splitLines(onLine: (line: string) => void, max = 1 << 20): Lines {
  let parts: Uint8Array[] = [];
  let size = 0;
  const keep = (part: Uint8Array) => {
    const fits = part.subarray(0, max - size);
    // A copy: the caller may use its buffer again.
    if (fits.length > 0) parts.push(fits.slice());
    size += fits.length;
  };
  const flush = () => {
    const text = Buffer.concat(parts).toString("utf8");
    parts = [];
    size = 0;
    onLine(text.endsWith("\r") ? text.slice(0, -1) : text);
  };
  return {
    add(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        keep(chunk.subarray(from, at));
        flush();
        from = at + 1;
      }
      keep(chunk.subarray(from));
    },
    end() {
      if (size > 0) flush();
    },
  };
}
