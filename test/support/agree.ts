/** One shell reads many files with the resolver's functions; its answers are held against ours. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolverText } from "#activate/shims.ts";

const RESOLVER = resolverText();

export interface Reading {
  readonly argv: readonly [string, ...string[]];
  /** Shell code that prints what it finds in the file $f, without NUL. */
  readonly probe: string;
}

/** Texts and answers are latin1, so that a character is a byte. */
export function agree(
  { argv, probe }: Reading,
  texts: readonly string[],
  ours: (latin1: string) => string,
): void {
  const directory = mkdtempSync(join(tmpdir(), "gostead-fuzz-"));
  try {
    for (const [index, text] of texts.entries())
      writeFileSync(join(directory, `f${index}`), text, "latin1");
    const script = `set -f\n${RESOLVER}\ni=0; while [ $i -lt ${texts.length} ]; do f=./f$i; ${probe}; printf '\\0'; i=$((i + 1)); done\n`;
    writeFileSync(join(directory, "probe"), script);
    const [program, ...args] = argv;
    const { stdout } = spawnSync(program, [...args, "probe"], {
      cwd: directory,
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
      encoding: "latin1",
      maxBuffer: 1 << 26,
    });
    const theirs = stdout.split("\0").slice(0, -1);
    assert.equal(theirs.length, texts.length);
    for (const [index, text] of texts.entries())
      assert.equal(theirs[index], ours(text), JSON.stringify(text));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
