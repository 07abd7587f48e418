// The note format's rules, one by one, on notes signed by test keys, and the
// example that golang.org/x/mod/sumdb/note publishes in its package comment.
import assert from "node:assert/strict";
import test from "node:test";
import { GosteadError } from "#model/error.ts";
import { makeLog } from "../../test/support/log.ts";
import { openNote, parseVerifierKey } from "./note.ts";

const ada = makeLog({ name: "ada.example", seed: "ada" });
const bob = makeLog({ name: "bob.example/log", seed: "bob" });
const adaKey = parseVerifierKey(ada.verifierKey);
const bobKey = parseVerifierKey(bob.verifierKey);

const refusal = (code: string, message?: RegExp) => (error: unknown) => {
  assert.ok(error instanceof GosteadError, String(error));
  assert.equal(error.code, code);
  if (message) assert.match(error.message, message);
  return true;
};
const refuses = (note: Uint8Array | string, message?: RegExp, keys = [adaKey]) =>
  assert.throws(() => openNote(note, keys), refusal("bad-signature", message));

const TEXT = "a text\n\nwith a blank line\n";
const NOTE = ada.sign(TEXT);
const line = (note: string) => note.slice(note.lastIndexOf("\n\n") + 2);
const LINE = line(NOTE);

/** The worked example of the Go package's documentation. */
const PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PUBLISHED_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=
`;

test("the published example opens, its second signer unknown", () => {
  const note = openNote(PUBLISHED_NOTE, [parseVerifierKey(PUBLISHED_KEY)]);
  assert.match(note.text, /^If you think.*\nthen .* your problem is\.\n$/);
  assert.deepEqual(
    note.signatures.map(({ name, hash }) => [name, hash]),
    [["PeterNeumann", 0xc74f20a3]],
  );
});

test("bytes and string open alike, and the text ends before the last blank line", () => {
  for (const source of [NOTE, Buffer.from(NOTE)]) {
    const { text, signatures } = openNote(source, [adaKey]);
    assert.equal(text, TEXT);
    assert.equal(signatures.length, 1);
  }
});

test("several signers: known ones count once each, unknown ones not at all", () => {
  const both = `${NOTE}${line(bob.sign(TEXT))}`;
  const names = (keys: (typeof adaKey)[], note = both) =>
    openNote(note, keys).signatures.map((signature) => signature.name);
  assert.deepEqual(names([adaKey, bobKey]), ["ada.example", "bob.example/log"]);
  assert.deepEqual(names([bobKey]), ["bob.example/log"]);
  assert.deepEqual(names([adaKey], `${NOTE}${LINE}${LINE}`), ["ada.example"]);
});

test("no known signer, or none at all", () => {
  refuses(NOTE, /^note is not signed by bob\.example\/log\+[0-9a-f]{8}$/, [bobKey]);
  refuses(NOTE, /not signed/, []);
  refuses(`${TEXT}\n`, /malformed/);
  refuses(TEXT, /malformed/);
  refuses("", /malformed/);
});

test("one wrong signature of a known key spoils the note, in any place", () => {
  const wrong = line(ada.sign("another text\n"));
  refuses(`${TEXT}\n${wrong}`, /^signature of ada\.example\+[0-9a-f]{8} is wrong$/);
  refuses(`${NOTE}${wrong}`, /is wrong/);
  refuses(`${TEXT}\n${wrong}${LINE}`, /is wrong/);
  const both = `${TEXT}\n${wrong}${line(bob.sign(TEXT))}`;
  refuses(both, /is wrong/, [adaKey, bobKey]);
  assert.equal(openNote(both, [bobKey]).signatures.length, 1);
});

test("every flipped bit of text or signature is noticed", () => {
  const bytes = Buffer.from(NOTE);
  for (let i = 0; i < bytes.length; i++) {
    const bent = Buffer.from(bytes);
    bent.writeUInt8(bent.readUInt8(i) ^ (1 << (i % 8)), i);
    refuses(bent);
  }
});

test("malformed signature lines", () => {
  const bad = [
    LINE.slice(2),
    LINE.replace("—", "-"),
    LINE.replace("— ", "—  "),
    LINE.replace("— ", "—\u00a0"),
    LINE.replace("\n", " \n"),
    LINE.replace("\n", " more\n"),
    "— ada.example\n",
    "— ada.example \n",
    "— ada.example AAAAAA==\n",
    "—  AAAAAAAAAA==\n",
    "— a+b AAAAAAA=\n",
    "— a\u2003b AAAAAAA=\n",
    "— a\u0085b AAAAAAA=\n",
    LINE.replace("=\n", "\n"),
    // The unused bits of the last digit set: the same bytes in another spelling.
    LINE.replace(/(.)=\n/, (_, last) => `${String.fromCharCode(last.charCodeAt(0) + 1)}=\n`),
    LINE.trimEnd(),
    `${LINE} `,
    "\n",
  ];
  for (const signature of bad) {
    refuses(`${TEXT}\n${signature}`);
    if (signature.endsWith("\n") && signature !== "\n") refuses(`${NOTE}${signature}`, /malformed/);
  }
});

test("control characters and bytes that are not UTF-8", () => {
  for (let code = 0; code < 0x20; code++) {
    if (code === 0x0a) continue;
    refuses(ada.sign(`a${String.fromCharCode(code)}b\n`), /not plain UTF-8/);
  }
  assert.equal(openNote(ada.sign("a\u007fb\n"), [adaKey]).text, "a\u007fb\n");
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]]) {
    refuses(Buffer.concat([Buffer.from(bytes), Buffer.from(NOTE)]), /not plain UTF-8/);
  }
  refuses(`\ud800${NOTE}`, /not plain UTF-8/);
  const marked = ada.sign("\ufeffmarked\n");
  assert.equal(openNote(Buffer.from(marked), [adaKey]).text, "\ufeffmarked\n");
  refuses(`\ufeff${NOTE}`, /is wrong/);
});

test("caps: one million bytes, one hundred signatures", () => {
  const unknown = line(bob.sign(TEXT));
  assert.equal(openNote(NOTE + unknown.repeat(99), [adaKey]).text, TEXT);
  refuses(NOTE + unknown.repeat(100), /101 signatures/);
  const room = 1_000_000 - Buffer.byteLength(ada.sign("\n"));
  assert.equal(openNote(ada.sign(`${"x".repeat(room)}\n`), [adaKey]).text.length, room + 1);
  refuses(Buffer.from(ada.sign(`${"x".repeat(room + 1)}\n`)), /1000001 bytes/);
});

test("verifier keys have one spelling", () => {
  const key = parseVerifierKey(PUBLISHED_KEY);
  assert.equal(key.name, "PeterNeumann");
  assert.equal(key.hash, 0xc74f20a3);
  assert.equal(key.publicKey.length, 32);
  assert.equal(parseVerifierKey(PUBLISHED_KEY.replace("c74f20a3", "C74F20A3")).text, key.text);
  const [name = "", hash = "", encoded = ""] = PUBLISHED_KEY.split("+");
  const bad = [
    "",
    "on",
    "sum.golang.org",
    `${name}+${hash}`,
    `${name}+${hash}+`,
    `+${hash}+${encoded}`,
    `${name}+c74f20a4+${encoded}`,
    `Peter Neumann+${hash}+${encoded}`,
    `${name}+0${hash}+${encoded}`,
    `${name}+-74f20a3+${encoded}`,
    `${name}+${hash}+${encoded}=`,
    `${name}+${hash}+${encoded} `,
    `${name}+${hash}+${encoded.slice(0, -4)}`,
    `${name}+${hash}+Ag${encoded.slice(2)}`,
    `PRIVATE+KEY+${PUBLISHED_KEY}`,
    `${name}2+${hash}+${encoded}`,
  ];
  for (const text of bad) {
    assert.throws(() => parseVerifierKey(text), refusal("bad-setting", /verifier key/), text);
  }
});

test("base64 with plus signs is not split", () => {
  const plus = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
  assert.equal(parseVerifierKey(plus).hash, 0x033de0ae);
});
