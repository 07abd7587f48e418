/** Escaping and patterns of module paths against golang.org/x/mod/module. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { listUrl, zipUrl } from "#goproxy/endpoints.ts";
import { matchesPatterns } from "#model/patterns.ts";
import { buildProgram, noXmod } from "./program.ts";

const BASE = "https://a.example";

function attempt(make: () => string): string {
  try {
    return make();
  } catch {
    return "";
  }
}

test("paths and versions are escaped as Go escapes them", { skip: noXmod }, () => {
  const element = fc.stringMatching(/^[a-zA-Z0-9._~!+-]{0,6}$/);
  const made = fc.sample(
    fc
      .array(element, { minLength: 1, maxLength: 4 })
      .map((parts) => `a.example/${parts.join("/")}`),
    { numRuns: 500, seed: 4 },
  );
  const versions = fc.sample(fc.stringMatching(/^v\d\.\d\.\d-[a-zA-Z0-9.+-]{1,12}$/), {
    numRuns: 300,
    seed: 4,
  });
  const known = [
    "golang.org/toolchain",
    "v0.0.1-go1.22.6.linux-amd64",
    "github.com/BurntSushi/toml",
  ];
  const names = [...known, ...made, ...versions];
  const judge = buildProgram("xmod");
  try {
    const answers = judge.ask(["escape"], names) as { path: string; version: string }[];
    let escaped = 0;
    for (const [index, name] of names.entries()) {
      const { path, version } = answers[index] ?? { path: "", version: "" };
      if (path !== "") assert.equal(listUrl(BASE, name), `${BASE}/${path}/@v/list`);
      const url = `${BASE}/a.example/@v/${version}.zip`;
      if (version !== "") assert.equal(zipUrl(BASE, { path: "a.example", version: name }), url);
      if (name.includes("!"))
        assert.equal(
          attempt(() => listUrl(BASE, name)),
          "",
        );
      if (path !== "" || version !== "") escaped += 1;
    }
    assert.ok(escaped > 300, `Go accepts only ${escaped}`);
  } finally {
    judge.close();
  }
});

test("patterns match as Go matches them", { skip: noXmod }, () => {
  const glob = fc.array(
    fc.constantFrom(
      "a",
      "b",
      "/",
      "*",
      "?",
      "[ab]",
      "[^a]",
      "[a-c]",
      "[",
      "]",
      "-",
      "\\",
      "\\*",
      "^",
      ",",
      ".",
    ),
    { maxLength: 9 },
  );
  const path = fc.array(fc.constantFrom("a", "b", "c", "/", "*", "-", "]"), {
    minLength: 1,
    maxLength: 7,
  });
  const pairs = fc.sample(
    fc.tuple(glob, path).map((both) => both.map((parts) => parts.join(""))),
    { numRuns: 20_000, seed: 7 },
  );
  const judge = buildProgram("xmod");
  try {
    const answers = judge.ask(["match"], pairs) as boolean[];
    assert.ok(answers.filter((matched) => matched).length > 500);
    for (const [index, [patterns = "", name = ""]] of pairs.entries()) {
      assert.equal(matchesPatterns(patterns, name), answers[index], `${patterns} on ${name}`);
    }
  } finally {
    judge.close();
  }
});
