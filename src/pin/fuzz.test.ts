// Foreign bytes: the parsers and the shell's readers must say the same of any file, and no word may leave links/.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { agree } from "../../test/support/agree.ts";
import { SHELLS } from "../../test/support/shells.ts";
import { type Directive, parseGoMod } from "./gomod.ts";
import { parseGoVersionFile } from "./goversionfile.ts";
import { parseWord } from "./word.ts";

const PIECES = [
  "1.22.5",
  "go1.24",
  "v1.2",
  "#",
  " ",
  "\t",
  "\n",
  "\r",
  "\0",
  "/",
  "..",
  "x",
  "\\",
  "*",
  "$(id)",
];
const versionFiles = fc
  .array(fc.constantFrom(...PIECES, "\xef\xbb\xbf", "\xe9", "a".repeat(70), " ".repeat(300)), {
    maxLength: 9,
  })
  .map((pieces) => pieces.join(""));
// Without NUL: no shell sees it, sed does, and a go.mod that holds one is none.
const modFiles = fc
  .array(
    fc.constantFrom(
      ...PIECES.filter((piece) => piece !== "\0"),
      "go ",
      "\ngo ",
      "\ntoolchain ",
      "toolchain\t",
      "\ngo\t1.24 // c\r",
      "//",
      "x\n".repeat(500),
    ),
    { maxLength: 9 },
  )
  .map((pieces) => pieces.join(""));

test("a word is one name below links/", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), versionFiles), (text) => {
      const word = parseWord(text);
      assert.ok(
        word === undefined || (/^[\w.@+-]{1,64}$/.test(word) && !/^[.+@-]|\.\./.test(word)),
        text,
      );
    }),
  );
});

for (const shell of SHELLS) {
  test(`.go-version: ${shell.name} reads any bytes as we do`, { skip: shell.skip }, () => {
    const probe = `gs_read_word "$f" && printf '%s' "$_gs_word" || printf 'bad'; printf ' %s' "$_gs_line"`;
    agree({ argv: shell.argv, probe }, fc.sample(versionFiles, 250), (text) => {
      const said = parseGoVersionFile(text);
      return `${"word" in said ? said.word : "bad"} ${said.line}`;
    });
  });

  test(`go.mod: ${shell.name} reads any bytes as we do`, { skip: shell.skip }, () => {
    const probe = `gs_lookup "$f"; printf '%s' "[$_gs_go]$_gs_go_line [$_gs_toolchain]$_gs_toolchain_line"`;
    agree({ argv: shell.argv, probe }, fc.sample(modFiles, 250), (text) => {
      const { go, toolchain } = parseGoMod(text);
      const shown = (found: Directive | undefined) => `[${found?.value ?? ""}]${found?.line ?? ""}`;
      return `${shown(go)} ${shown(toolchain)}`;
    });
  });
}
