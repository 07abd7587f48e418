// Lookup answers: what is read from them, and every way in which one can be empty,
// about something else, partial or contradictory (CVE-2026-42501, CVE-2026-56864).
import assert from "node:assert/strict";
import test from "node:test";
import { GosteadError } from "#model/error.ts";
import { serveRecorded } from "../../test/support/logops.ts";
import { parseLookup, recordedH1, recordedRelease } from "./record.ts";

const MODULE = { path: "golang.org/toolchain", version: "v0.0.1-go1.22.6.linux-amd64" };
const H1 = "h1:bNlzYVDdz3HI0dMPvwv7Fxx9i4gPk9afUcR+fLwLB64=";
const MOD_H1 = "h1:8wlg68NqwW7eMnI1aABk/C2pDYXj8mrMY4TyRfiLeS0=";
const LINE = `${MODULE.path} ${MODULE.version} ${H1}\n`;
const MOD_LINE = `${MODULE.path} ${MODULE.version}/go.mod ${MOD_H1}\n`;

const refused = (error: unknown) => error instanceof GosteadError && error.code === "bad-proof";
const parse = (text: string) => parseLookup(Buffer.from(text));

test("the recorded answer of the public log", () => {
  const bytes = serveRecorded("/lookup/golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64");
  assert.ok(bytes);
  const lookup = parseLookup(bytes);
  assert.equal(lookup.record, 28865909);
  assert.equal(lookup.recordText, LINE + MOD_LINE);
  assert.match(lookup.signedHead, /^go\.sum database tree\n66327379\n/);
  assert.equal(recordedH1(lookup.recordText, MODULE), H1);
  assert.deepEqual(recordedRelease(lookup.recordText), {
    version: "1.22.6",
    platform: { os: "linux", arch: "amd64" },
  });
});

test("malformed answers", () => {
  const bad = [
    "",
    "\n",
    "\n\n",
    "1",
    "1\n",
    "1\n\n",
    "1\n\nhead\n",
    `1\n${LINE}`,
    `1\n${LINE}head\n`,
  ];
  bad.push(
    "<html>\n<body>\n\n</html>\n",
    `${LINE}\nhead\n`,
    `1\r\n${LINE}\nhead\n`,
    `1\n\0\n\nhead\n`,
  );
  for (const number of ["-0", "-1", "+1", "01", " 1", "1 ", "", "1e3", "0x1", "9".repeat(30)]) {
    bad.push(`${number}\n${LINE}\nhead\n`);
  }
  for (const text of bad) assert.throws(() => parse(text), refused, JSON.stringify(text));
  const big = Buffer.from(`1\n${LINE}\n${"x".repeat(1_000_000)}`);
  assert.throws(() => parseLookup(big), refused);
  const invalid = Buffer.concat([Buffer.from("1\n"), Buffer.of(0xff), Buffer.from("\n\nhead\n")]);
  assert.throws(() => parseLookup(invalid), refused);
});

test("the record ends at the first blank line: what follows is head, never record", () => {
  const lookup = parse(`7\nother.example v1.0.0 h1:x\n\n${LINE}\nhead\n`);
  assert.equal(lookup.recordText, "other.example v1.0.0 h1:x\n");
  assert.equal(lookup.signedHead, `${LINE}\nhead\n`);
  assert.throws(() => recordedH1(lookup.recordText, MODULE), refused);
});

test("zero, several, unrelated and malformed lines", () => {
  const other = H1.replace("bNl", "bNm");
  const bad = [
    "",
    "\n",
    MOD_LINE,
    LINE + LINE,
    LINE + LINE.replace(H1, other),
    LINE.replace("golang.org", "golang.com"),
    LINE.replace("1.22.6", "1.22.5"),
    LINE.replace("linux", "darwin"),
    LINE.replace("amd64", "amd64x"),
    LINE.replace("h1:", "h2:"),
    ` ${LINE}`,
    LINE.replace(" h1:", "  h1:"),
    LINE.replace("=\n", "\n"),
    LINE.replace("=\n", "= more\n"),
    LINE.replace("64=\n", "65=\n"),
    LINE.replace(H1, "h1:"),
  ];
  for (const text of bad) assert.throws(() => recordedH1(text, MODULE), refused, text);
  assert.equal(recordedH1(LINE.replace(H1, "h2:later") + LINE, MODULE), H1);
});

test("the release that a record is about", () => {
  const bad = ["", MOD_LINE.replace("1.22.6", "x"), LINE.replace("toolchain", "toolchains")];
  bad.push(LINE + LINE.replace("1.22.6", "1.22.5"), LINE + MOD_LINE.replace("amd64", "arm64"));
  bad.push("golang.org/toolchain v0.0.1 h1:x\n", `${LINE}golang.org/toolchain junk h1:x\n`);
  for (const text of bad) assert.throws(() => recordedRelease(text), refused, text);
});
