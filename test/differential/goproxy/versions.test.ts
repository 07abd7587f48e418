/** Validity, order and minor of Go versions against go/version. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { compareVersions, type GoVersion, minorOf, parseVersion } from "#model/version.ts";
import { buildProgram, noGo } from "./program.ts";

interface Judgement {
  readonly facts: readonly { readonly valid: boolean; readonly lang: string }[];
  readonly compare: readonly (readonly number[])[];
}

const LIST = new URL("../../data/goproxy/toolchain-list.txt", import.meta.url);

/** Every version that was ever listed, and odd ones around them. */
function samples(): string[] {
  const listed = [...readFileSync(LIST, "utf8").matchAll(/-go(\S+)\.[a-z0-9]+-/g)].map(
    ([, v = ""]) => v,
  );
  const number = fc.oneof(fc.nat(30), fc.constantFrom("0", "00", "01", "999999", "1000000", ""));
  const made = fc.sample(
    fc
      .tuple(
        fc.constantFrom("1", "2", "0", "01", "1000", "10000", ""),
        fc.array(
          number.map((n) => `.${n}`),
          { maxLength: 3 },
        ),
        fc.constantFrom("", "", "rc", "beta", "alpha", "foo", "RC", "rc."),
        fc.constantFrom("", "", "1", "2", "10", "0", "01"),
        fc.constantFrom("", "", "", "-", "-x", "-custom.1+b", "-a/b", " ", "\n", "+x"),
      )
      .map(([major, rest, kind, pre, suffix]) => major + rest.join("") + kind + pre + suffix),
    { numRuns: 400, seed: 20 },
  );
  const plain = fc.sample(
    fc
      .tuple(fc.nat(30), fc.constantFrom("", ".0", ".1", ".10", "rc1", "rc10", "beta2", "alpha1"))
      .map(([minor, rest]) => `1.${minor}${rest}`),
    { numRuns: 200, seed: 21 },
  );
  return [...new Set([...listed, ...made, ...plain, "", "go", "x", "go1.21"])];
}

test("Go agrees on validity, order and minor", { skip: noGo }, () => {
  const judge = buildProgram("std");
  try {
    const names = samples();
    const { facts, compare } = judge.ask(
      ["versions"],
      names.map((name) => `go${name}`),
    ) as Judgement;
    const ours = names.map((name) => parseVersion(`go${name}`));
    for (const [i, name] of names.entries())
      checkValidity(name, { ours: ours[i], valid: facts[i]?.valid });
    const valid = ours.flatMap((version, index) =>
      version === undefined ? [] : [{ version, index }],
    );
    assert.ok(valid.length > 200, `only ${valid.length} of ${names.length} are valid`);
    for (const { version, index } of valid) {
      assert.equal(`go${minorOf(version)}`, langOf(version, facts[index]?.lang), version);
      for (const other of valid) {
        const want = compare[index]?.[other.index];
        assert.equal(compareVersions(version, other.version), want, `${version} ${other.version}`);
      }
    }
  } finally {
    judge.close();
  }
});

/** Ours may refuse more than Go, but only what version.ts says it refuses. */
function checkValidity(
  name: string,
  is: { ours: GoVersion | undefined; valid: boolean | undefined },
) {
  if (is.ours !== undefined) assert.equal(is.valid, true, JSON.stringify(name));
  const isOdd =
    /\d{5}/.test(name) ||
    /^0/.test(name) ||
    /[a-z]/.test(name.replace(/(rc|beta|alpha)[1-9]/, "").replace(/-.*/s, "")) ||
    /-($|.*[^0-9A-Za-z.+-])/s.test(name);
  if (is.ours === undefined && !isOdd) assert.equal(is.valid, false, JSON.stringify(name));
}

/** Go calls the language of go2 "go2", and its minor number 0: ours is 2.0, of the same order. */
function langOf(version: GoVersion, lang: string | undefined): string | undefined {
  return /^\d+$/.test(version) && version !== "1" ? `go${version}.0` : lang;
}
