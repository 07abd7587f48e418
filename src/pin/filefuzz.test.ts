// Foreign bytes in .goenv, .tool-versions, mise.toml and gostead.yaml: the parsers and the shell's readers say the same.
import test from "node:test";
import fc from "fast-check";
import { agree } from "../../test/support/agree.ts";
import { SHELLS } from "../../test/support/shells.ts";
import { parseGoenvFile } from "./goenvfile.ts";
import { parseGosteadYaml } from "./gosteadyaml.ts";
import type { Said } from "./lines.ts";
import { parseMiseToml } from "./misetoml.ts";
import { parseToolVersions } from "./toolversions.ts";

interface Kind {
  readonly read: (latin1: string) => Said | undefined;
  /** So that lines come near to those that say a version. */
  readonly pieces: readonly string[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  ".goenv": {
    read: parseGoenvFile,
    pieces: ["GO_VERSION", "=", '"', "'", "export ", "GO_BUILD_TAGS=x", "GO_VERSION="],
  },
  ".tool-versions": {
    read: parseToolVersions,
    pieces: ["golang ", "go ", "go", "nodejs 20", "ref:", "path:/x", "prefix:", "system"],
  },
  "mise.toml": {
    read: parseMiseToml,
    pieces: [
      ..."[ ] { } = , \" ' . tools version latest go lang core: prefix: node".split(" "),
      '"""',
      "'''",
      "[tools]\n",
      "\n[tools]",
      "[tools.go]",
      'go = "1.25"',
      "\ngo=",
      'go = { version = "1.25"',
      'go = ["1.25",',
      "\n[env]\n",
    ],
  },
  "gostead.yaml": {
    read: parseGosteadYaml,
    pieces: [
      ..."go go: : - --- ... % { } [ ] ? & * ! | ' \" ~".split(" "),
      "\ngo: ",
      "\ngoproxy: x\n",
      "policy:\n  minVersion: 1\n",
      "\ngo: 1.25 # c",
    ],
  },
};

const COMMON =
  "1.22.5|go1.24|1.2|#| |\t|\n|\n|\n|\r|\r\n|\0|/|..|x|\\|*|$(id)|\nx: |\n<<<<<<< HEAD";
const ODD = ["\xef\xbb\xbf", "\xe9", `${"x".repeat(60)}\n`.repeat(1100)];

function filesOf({ pieces }: Kind): fc.Arbitrary<string> {
  const usual = fc.constantFrom(...COMMON.split("|"), ...pieces, ...pieces);
  const piece = fc.oneof(
    { weight: 60, arbitrary: usual },
    { weight: 1, arbitrary: fc.constantFrom(...ODD) },
  );
  return fc.array(piece, { maxLength: 14, size: "max" }).map((parts) => parts.join(""));
}

for (const shell of SHELLS) {
  for (const [name, kind] of Object.entries(KINDS)) {
    test(`${name}: ${shell.name} reads any bytes as we do`, { skip: shell.skip }, () => {
      const word = `if [ -n "$_gs_bad" ]; then printf '%s' "bad $_gs_bad"; else printf '%s' "$_gs_word"; fi`;
      const probe = `_gs_bad=; if gs_read_pin ${name} "$f"; then ${word}; printf ' %s' "$_gs_line"; fi`;
      agree({ argv: shell.argv, probe }, fc.sample(filesOf(kind), 400), (text) => {
        const said = kind.read(text);
        if (said === undefined) return "";
        return `${"bad" in said ? `bad ${said.bad}` : said.word} ${said.line}`;
      });
    });
  }
}
