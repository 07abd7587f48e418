// Dockerfiles as docker reads them: ARG, stages, continuation, here-documents; and any bytes at all.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { claimOfImage } from "./claim.ts";
import { imagesOf } from "./dockerfile.ts";

const images = (text: string) => imagesOf(text).map(({ line, image }) => `${line} ${image}`);

test("the images that are built on, each on the line where its instruction begins", () => {
  const cases: readonly [string, readonly string[]][] = [
    ["FROM golang:1.22\n", ["1 golang:1.22"]],
    ["from --platform=linux/amd64 golang as build\nFROM build\n", ["1 golang"]],
    ["ARG V=1.22\nFROM golang:$V\n", ["2 golang:1.22"]],
    ['ARG A=1 V="1.22.6"\nFROM golang:${V}-alpine\n', ["2 golang:1.22.6-alpine"]],
    ["ARG V\nFROM golang:${V:-1.23}\n", ["2 golang:1.23"]],
    ["ARG V\nFROM golang:$V\n", []],
    ["ARG B=golang\nARG I=$B:1.22\nFROM $I\n", ["3 golang:1.22"]],
    // Behind the first FROM, ARG is the stage's own.
    ["FROM scratch\nARG V=1.22\nFROM golang:$V\n", ["1 scratch"]],
    ["FROM golang:${V:+1.22}\n", []],
    ["# FROM golang:1.1\nFROM \\\n# between\n  golang:1.22 \\\n  AS x\n", ["2 golang:1.22"]],
    ["# escape=`\nFROM `\n golang:1.22\n", ["2 golang:1.22"]],
    ["RUN <<EOF\nFROM golang:1.1\nEOF\nFROM golang:1.22\n", ["4 golang:1.22"]],
    [
      "FROM a AS b\nCOPY --from=golang:1.22 /x /y\nCOPY --from=b . .\nCOPY --from=0 . .\n",
      ["1 a", "2 golang:1.22"],
    ],
    ["\uFEFFFROM golang:1.22\r\nRUN x\r\n", ["1 golang:1.22"]],
  ];
  for (const [text, expected] of cases) assert.deepEqual(images(text), expected, text);
});

test("what an image asks for", () => {
  const cases: readonly [string, string | undefined, boolean?][] = [
    ["golang:1.22-alpine", "1.22"],
    ["golang:1.22.6-alpine3.20", "1.22.6"],
    ["golang:1.25rc1-bookworm", "1.25rc1"],
    ["docker.io/library/golang:1.22", "1.22"],
    ["localhost:5000/golang:1.22", "1.22"],
    ["cimg/go:1.22", "1.22"],
    ["golang:1.22@sha256:00", "1.22"],
    ["golang@sha256:00", "", false],
    ["golang", "", true],
    ["localhost:5000/golang", "", true],
    ["golang:latest", "", true],
    ["golang:alpine", "", true],
    ["golang:1", "", true],
    ["example.com/golang-builder:1.22", undefined],
    ["alpine:3.20", undefined],
  ];
  for (const [image, version, moving = false] of cases) {
    const claim = claimOfImage(image);
    assert.equal(claim?.versions.join(" "), version, image);
    assert.equal(claim?.moving ?? false, moving, image);
  }
});

test("any bytes have an answer, and its lines are in the file", () => {
  const part = fc.constantFrom(
    "FROM ",
    "ARG A=",
    "golang:1.22",
    "$A",
    "${A:-",
    "}",
    "\\",
    "\n",
    "<<E",
    "RUN ",
    "#",
    " AS x",
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(part, fc.string())).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (dockerfile) => {
      const count = dockerfile.split("\n").length;
      for (const { line } of imagesOf(dockerfile)) assert.ok(line >= 1 && line <= count);
    }),
  );
});

test("a FROM behind any instructions is found", () => {
  const word = fc.stringMatching(/^(RUN|COPY|ENV) [a-z =/]{0,20}$/);
  fc.assert(
    fc.property(fc.array(word), (before) => {
      const dockerfile = [...before, "FROM golang:1.22"].join("\n");
      assert.deepEqual(images(dockerfile), [`${before.length + 1} golang:1.22`]);
    }),
  );
});
