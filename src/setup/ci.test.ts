// Files for CI services, read by a real YAML parser; what would end in them as something else is refused.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { parse } from "yaml";
import { actionIn, CI_SYSTEMS, ciFile, isCommit } from "./ci.ts";

const COMMIT = "0123456789012345678901234567890123456789";

test("github: two actions, then two commands, with rights to read alone", () => {
  const text = ciFile("github", `company/gostead@${COMMIT}`);
  const { jobs, ...rest } = parse(text) as { jobs: Record<string, unknown> };
  assert.deepEqual(rest, {
    name: "go",
    on: ["push", "pull_request"],
    permissions: { contents: "read" },
  });
  assert.deepEqual(jobs, {
    test: {
      "runs-on": "ubuntu-latest",
      steps: [
        { uses: "actions/checkout@v5" },
        { uses: `company/gostead@${COMMIT}` },
        { run: "go build ./..." },
        { run: "go test ./..." },
      ],
    },
  });
  assert.equal(actionIn(text), `company/gostead@${COMMIT}`);
});

test("gitlab: every item is one string", () => {
  const { test: job } = parse(ciFile("gitlab", undefined)) as {
    test: Record<string, readonly unknown[]>;
  };
  assert.deepEqual(Object.keys(job), ["before_script", "script"]);
  for (const item of Object.values(job).flat()) assert.equal(typeof item, "string");
  assert.deepEqual(job.script, ["go build ./...", "go test ./..."]);
});

test("whatever --action says, it is refused or is the one value of uses", () => {
  const parts = fc.constantFrom(
    "a",
    "/",
    "@",
    "b-c",
    "\n",
    "#",
    ":",
    " ",
    "'",
    "v1",
    ".",
    "$",
    "-",
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), (words) => {
      const action = words.join("");
      let text: string;
      try {
        text = ciFile("github", action);
      } catch (error) {
        assert.equal((error as { code?: string }).code, "usage");
        return;
      }
      const { jobs } = parse(text) as { jobs: { test: { steps: readonly unknown[] } } };
      assert.equal(jobs.test.steps.length, 4);
      assert.deepEqual(jobs.test.steps[1], { uses: action });
    }),
  );
});

test("only github has an action, and needs one", () => {
  for (const system of CI_SYSTEMS) {
    const action = system === "github" ? undefined : "a/b@c";
    assert.throws(() => ciFile(system, action), { code: "usage" }, system);
  }
  assert.equal(isCommit(`a/b@${COMMIT}`), true);
  assert.equal(isCommit("a/b@v1"), false);
});
