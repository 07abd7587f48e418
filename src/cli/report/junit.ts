/**
 * Results as JUnit XML, in the form of Apache Ant (test/data/reports/junit.xsd): one
 * `testsuite` a group, one `testcase` a check, in each at most one of `failure`, `error`
 * (it could not be told) and `skipped`. XML 1.0 has no way to write control characters,
 * so every text comes out as `untrusted` writes it.
 */
import { shown } from "../render.ts";

export interface Case {
  readonly name: string;
  /** Undefined: it passed. */
  readonly verdict?: {
    readonly kind: "failure" | "error" | "skipped";
    readonly message: string;
    /** What kind of failure or error it is: a code, `unknown`. */
    readonly type: string;
    readonly lines: readonly string[];
  };
  readonly seconds?: number;
}

export interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
  /** Told besides, line by line. */
  readonly remarks?: readonly string[];
}

/** `at`: an RFC 3339 time in UTC. */
export function junitLines(suites: readonly Suite[], at: string): readonly string[] {
  const timestamp = at.slice(0, 19);
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    "<testsuites>",
    ...suites.flatMap((suite, id) => suiteLines(suite, { id, timestamp })),
    "</testsuites>",
  ];
}

function suiteLines(
  { name, cases, remarks = [] }: Suite,
  { id, timestamp }: { id: number; timestamp: string },
): readonly string[] {
  const count = (kind: string) => cases.filter(({ verdict }) => verdict?.kind === kind).length;
  const seconds = cases.reduce((sum, one) => sum + (one.seconds ?? 0), 0);
  const attributes = attributesOf({
    ...{ id, package: "gostead", name, timestamp, hostname: "localhost", tests: cases.length },
    ...{ failures: count("failure"), errors: count("error"), skipped: count("skipped") },
    time: seconds.toFixed(3),
  });
  const out = remarks.map((line) => `    ${escaped(line)}`).join("\n");
  return [
    `  <testsuite${attributes}>`,
    "    <properties/>",
    ...cases.flatMap((one) => caseLines(one, name)),
    `    <system-out>${out === "" ? "" : `\n${out}\n    `}</system-out>`,
    "    <system-err/>",
    "  </testsuite>",
  ];
}

function caseLines({ name, verdict, seconds = 0 }: Case, suite: string): readonly string[] {
  const time = seconds.toFixed(3);
  const attributes = attributesOf({ name, classname: `gostead.${suite}`, time });
  if (verdict === undefined) return [`    <testcase${attributes}/>`];
  const { kind, message, type, lines } = verdict;
  const own = attributesOf(kind === "skipped" ? { message } : { message, type });
  const body = lines.map((line) => `        ${escaped(line)}\n`).join("");
  const element = body === "" ? `<${kind}${own}/>` : `<${kind}${own}>\n${body}      </${kind}>`;
  return [`    <testcase${attributes}>`, ...`      ${element}`.split("\n"), "    </testcase>"];
}

function attributesOf(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Not characters of XML 1.0, though Unicode has them. */
const NO_XML = /[\uFFFE\uFFFF]/g;

function escaped(text: string): string {
  return shown(text)
    .replace(NO_XML, "\uFFFD")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "");
}
