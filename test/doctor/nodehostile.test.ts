// Values that try to break out of the JSON that a bare sh writes: whatever bytes stand in
// variables and files, what is read back is what Node itself reads there.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { gather } from "#facts/gather.ts";
import { nodeScript } from "#facts/nodescript.ts";
import { recordedPlace } from "#facts/place.ts";
import { parseStored } from "#facts/stored.ts";

const SHELLS = [["dash"], ["busybox", "sh"], ["bash", "--posix"]] as const;
const SCRIPT = nodeScript("1.0.0");
/** The functions that write words, and one call of them. */
const WRITER = `${SCRIPT.slice(0, SCRIPT.indexOf("# What stands at a path"))}\nword "$VALUE"\n`;

const HOSTILE = [
  'a"b\\c',
  "a\nb\n\n",
  "\t\r\n",
  "\\n\\",
  "\\u0000",
  "$(id)`id`$HOME",
  "'; exit 9; '",
  "%s%n%d",
  "-n",
  "-e",
  "\u001b[2J\u0001\u0002\u007f",
  "é\u2028\u{1F600}",
  "",
  " ",
  "*",
  "#",
  "{}[],:",
  "\\001",
  "&",
  "a\\&b",
];
const BYTES = [
  [0xff],
  [0xc3],
  [0xc3, 0x28],
  [0xe2, 0x82],
  [0xf0, 0x9f, 0x98],
  [0xed, 0xa0, 0x80],
  [0xc0, 0xaf],
  [0x80, 0x80, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xc3, 0xc3, 0xa9, 0xa9],
  [0xef, 0xbf, 0xbd, 0xff],
];

/** As a shell writes it, and JSON reads it; bytes that are no UTF-8 anywhere are an error. */
function through(shell: readonly string[], bytes: Buffer): unknown {
  const value = bytes.toString("latin1");
  // A variable of any bytes: Node's own environment is UTF-8 alone.
  const octal = [...bytes].map((byte) => `\\0${byte.toString(8).padStart(3, "0")}`).join("");
  const setup = `VALUE=$(printf '%b' '${octal}x'); VALUE=\${VALUE%x}\n`;
  const [program = "", ...words] = shell;
  const ran = spawnSync(program, words, { input: setup + WRITER });
  assert.equal(String(ran.stderr), "", JSON.stringify(value));
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(ran.stdout));
}

/** How many signs stand for lost bytes is nobody's business. */
const settled = (text: unknown) => String(text).replace(/\uFFFD+/g, "\uFFFD");

for (const shell of SHELLS) {
  test(`any value comes back as it was: ${shell.join(" ")}`, (t) => {
    if (spawnSync(shell[0], ["true"]).error !== undefined) return t.skip(`${shell[0]} is absent`);
    for (const text of HOSTILE) assert.equal(through(shell, Buffer.from(text)), text);
    for (const bytes of BYTES) {
      const buffer = Buffer.from(bytes);
      assert.equal(
        settled(through(shell, buffer)),
        settled(buffer.toString("utf8")),
        buffer.toString("hex"),
      );
    }
    const anyBytes = fc.uint8Array({ min: 1, minLength: 0, maxLength: 60 });
    fc.assert(
      fc.property(anyBytes, (array) => {
        const buffer = Buffer.from(array);
        assert.equal(settled(through(shell, buffer)), settled(buffer.toString("utf8")));
      }),
      { numRuns: 25 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const buffer = Buffer.from(text.replaceAll("\0", ""));
        assert.equal(settled(through(shell, buffer)), settled(buffer.toString("utf8")));
      }),
      { numRuns: 25 },
    );
  });
}

test("a hostile machine's whole document is read as the machine itself is", async () => {
  const root = mkdtempSync(join(tmpdir(), "gostead-hostile-"));
  try {
    const home = join(root, "ho\"me\n'x\\ $(id) é");
    mkdirSync(join(home, ".config/go"), { recursive: true });
    writeFileSync(join(home, ".config/go/env"), 'GOFLAGS=-ldflags="a\tb" \u0001\\\nGOROOT=/a"b\n');
    writeFileSync(join(home, ".bashrc"), "export GOROOT='/x\u001b[2J'\nexport PATH=\"$PATH:/ü\"\n");
    writeFileSync(join(home, ".profile"), Buffer.from([0x50, 0x41, 0x54, 0x48, 0x3d, 0xff, 0x0a]));
    writeFileSync(join(home, ".zshrc"), Buffer.from("PATH=\0"));
    const env = { HOME: home, PATH: `/usr/bin:/bin:${home}:`, GOFLAGS: 'a"\\\n\t\u0002' };
    const ran = spawnSync("dash", ["-eu"], { input: SCRIPT, env });
    assert.equal(String(ran.stderr), "");
    new TextDecoder("utf-8", { fatal: true }).decode(ran.stdout);
    const names = ["environment", "goenvfile", "rc", "path", "shell"] as const;
    const stored = await gather(names, parseStored(String(ran.stdout), "node.json"));
    writeFileSync(join(root, "machine.json"), "{}");
    const place = { ...(await recordedPlace(root)), root: "/", env, cwd: "/" };
    assert.deepEqual(stored, await gather(names, place));
    assert.ok(
      stored.rc.known && stored.rc.value.files.some(({ unreadable }) => unreadable !== null),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
});
