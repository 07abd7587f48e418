// What findings about a policy say, on recorded machines: where a value comes from, and what waivers do.
import assert from "node:assert/strict";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { gather } from "#facts/gather.ts";
import { recordedPlace } from "#facts/place.ts";
import { factsFor, judge } from "./judge.ts";
import { RULES } from "./rules.ts";
import { findingsOf } from "./summary.ts";

const choice = { groups: ["policy"], only: [], skip: [] } as const;
const machines = fileURLToPath(new URL("../../test/data/machines/", import.meta.url));

async function findingsOn(name: string) {
  const facts = await gather(factsFor(RULES, choice), await recordedPlace(machines + name));
  return findingsOf(judge(RULES, choice, facts));
}

test("a finding names who sets the value, the rule with its line, and what mends it", async () => {
  const found = await findingsOn("policy-broken");
  const of = (subject: string) => found.find((one) => one.subject === subject);
  assert.deepEqual(of("GOPROXY"), {
    code: "policy-violated",
    severity: "error",
    subject: "GOPROXY",
    evidence: [
      {
        text: "GOPROXY=https://proxy.golang.org,direct, from GOROOT/go.env: its first element must be one of https://goproxy.example.com",
        file: "/usr/local/go/go.env",
        line: 2,
      },
      { text: "/etc/acme.yaml:10: GOPROXY firstIn: our proxy keeps what builds need" },
    ],
    fix: [],
    advice: "go env -w GOPROXY=https://goproxy.example.com",
  });
  assert.match(
    of("GOCACHE")?.evidence[0]?.text ?? "",
    /^GOCACHE=\/tmp\/go-build, from the shell's environment: it is a directory for temporary files$/,
  );
  assert.match(
    of("GOMODCACHE")?.evidence[0]?.text ?? "",
    /from Go's default: everyone may write to \/home\/u\/go\/pkg\/mod$/,
  );
  assert.match(
    of("CGO_ENABLED")?.evidence[0]?.text ?? "",
    /^CGO_ENABLED: nobody sets it, and what Go makes/,
  );
});

test("a waiver counts on its last day, and no longer: what is waived is said and fails nothing", async () => {
  const found = await findingsOn("policy-broken");
  const of = (subject: string) => found.find((one) => one.subject === subject);
  assert.equal(of("GOFLAGS")?.severity, "info");
  assert.equal(
    of("GOFLAGS")?.evidence.at(-1)?.text,
    "waived until 2026-11-21 by bo: a tool writes go.mod (/etc/acme.yaml:22)",
  );
  assert.equal(of("GOPROXY")?.severity, "error");
  const [old] = await findingsOn("policy-old");
  assert.deepEqual([old?.code, old?.severity], ["policy-unsupported", "info"]);
});
