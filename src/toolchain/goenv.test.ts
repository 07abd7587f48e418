import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { packagerEdits } from "./goenv.ts";

const PUBLISHED = `# This file contains the initial defaults for go command configuration.
# Values set by 'go env -w' and written to the user's go/env file override these.

# Use the Go module mirror and checksum database by default.
GOPROXY=https://proxy.golang.org,direct
GOSUMDB=sum.golang.org

# Automatically download newer toolchains as directed by go.mod files.
GOTOOLCHAIN=auto
`;

const edited = (from: string | RegExp, to: string) =>
  packagerEdits(PUBLISHED, PUBLISHED.replace(from, to));

test("what packagers set is named as it stands", () => {
  assert.deepEqual(edited("GOTOOLCHAIN=auto", "GOTOOLCHAIN=local"), ["GOTOOLCHAIN=local"]);
  assert.deepEqual(edited(/GOPROXY=.*/, "GOPROXY=direct"), ["GOPROXY=direct"]);
  assert.deepEqual(edited("GOSUMDB=sum.golang.org\n", ""), ["GOSUMDB=(removed)"]);
  assert.deepEqual(edited(/GOPROXY=.*\nGOSUMDB=.*/, "GOSUMDB=off\nGOPROXY=off"), [
    "GOPROXY=off",
    "GOSUMDB=off",
  ]);
});

test("comments, blank lines and line ends change nothing that is set", () => {
  assert.deepEqual(packagerEdits(PUBLISHED, PUBLISHED), []);
  assert.deepEqual(edited(/#.*\n/g, ""), []);
  assert.deepEqual(edited(/\n/g, "\r\n"), []);
  assert.deepEqual(edited(/$/, "\n# GOFLAGS=-toolexec=evil\n"), []);
});

/** Each could make the go command run something, or hides what it sets from this reader. */
const ALTERATIONS = [
  "GOFLAGS=-toolexec=/tmp/evil",
  "GOFLAGS=",
  "CC=/tmp/evil",
  "GOAUTH=/tmp/evil",
  "GOROOT=/tmp",
  "GOTOOLCHAIN_=x",
  " GOPROXY=off",
  "GOPROXY =off",
  "goproxy=off",
  "export GOPROXY=off",
  "GOPROXY",
  "=x",
  "GOSUMDB=off\rGOFLAGS=-toolexec=/tmp/evil",
  "GOSUMDB=off\u2028GOFLAGS=-toolexec=/tmp/evil",
  "\ufeffGOFLAGS=x",
];

test("any other line is an alteration, wherever it stands", () => {
  for (const line of ALTERATIONS) {
    assert.equal(edited(/$/, `${line}\n`), undefined, JSON.stringify(line));
    assert.equal(edited(/^/, `${line}\n`), undefined, JSON.stringify(line));
  }
});

test("a name given twice is an alteration: readers may differ in which counts", () => {
  assert.equal(edited(/$/, "GOTOOLCHAIN=local\n"), undefined);
  assert.equal(edited(/$/, "GOTOOLCHAIN=auto\n"), undefined);
});

test("whatever is added, nothing but the three names is ever called a packager's edit", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const edits = packagerEdits(PUBLISHED, PUBLISHED + text) ?? [];
      for (const edit of edits) assert.match(edit, /^(GOTOOLCHAIN|GOPROXY|GOSUMDB)=/);
    }),
  );
  const line = fc.tuple(fc.stringMatching(/^[A-Z]{1,12}$/), fc.string());
  fc.assert(
    fc.property(line, ([name, value]) => {
      const edits = packagerEdits("", `${name}=${value}\n`);
      assert.ok(edits === undefined || ["GOTOOLCHAIN", "GOPROXY", "GOSUMDB"].includes(name));
    }),
  );
});
