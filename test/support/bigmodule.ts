/**
 * A module of many packages in layers, as grown projects have them: each package has a few
 * files, imports some of the layer below and some of the standard library; one in a hundred
 * imports "C". For benchmarks and tests of what lists packages.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MODULE = "example.com/big";
const LAYER = 50;
const FILES = 4;
const IMPORTS = 4;
/** Every how many packages one has C. */
const WITH_C = 100;
const STANDARD = ["net/http", "encoding/json", "os/user", "text/template", "database/sql"];

/** Writes it; returns how many of its packages import "C". */
export function writeBigModule(directory: string, packages: number): number {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "go.mod"), `module ${MODULE}\n\ngo 1.21\n`);
  for (let at = 0; at < packages; at++) writePackage(directory, at);
  return Math.ceil(packages / WITH_C);
}

function writePackage(directory: string, at: number): void {
  const own = join(directory, pathOf(at));
  mkdirSync(own, { recursive: true });
  const below = at - (at % LAYER) - LAYER;
  const imports = Array.from({ length: below < 0 ? 0 : IMPORTS }, (_, one) =>
    importOf(`${MODULE}/${pathOf(below + ((at * 7 + one * 13) % LAYER))}`),
  );
  const standard = importOf(STANDARD[at % STANDARD.length] ?? "fmt");
  for (let file = 0; file < FILES; file++) {
    const lines = file === 0 ? [...new Set(imports), standard] : [standard];
    writeFileSync(join(own, `f${file}.go`), sourceOf(at, lines, `var V${file} = ${file}`));
  }
  if (at % WITH_C === 0) {
    writeFileSync(join(own, "c.go"), sourceOf(at, ["// int one(void);", 'import "C"'], ""));
  }
}

function pathOf(at: number): string {
  return `layer${Math.floor(at / LAYER)}/p${at}`;
}

function importOf(path: string): string {
  return `import _ "${path}"`;
}

function sourceOf(at: number, head: readonly string[], body: string): string {
  return `${[`package p${at}`, "", ...head, "", body].join("\n")}\n`;
}
