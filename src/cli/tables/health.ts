/** Health: what is wrong, what happened, what is proven. */

import { flag, help, maybeWord, noWords, value, words, wordsAmong } from "../words.ts";
import { command } from "./command.ts";

export const doctor = command(
  async () => (await import("../commands.ts")).runDoctor,
  {
    flags: {
      fix: flag("Show what would change, ask, mend and look again"),
      only: value("codes", "Only these checks, comma between codes"),
      skip: value("codes", "All but these checks"),
      severity: value("level", "Show only findings from this on: info, warning, error"),
      failOn: value("level", "Exit 1 for findings from this on; warning unless told"),
      timeout: value("seconds", "The limit of each fact; 2 unless told"),
      resolver: value("address", "net: a DNS server to sample instead of the system's"),
      samples: value("number", "net: how often DNS is asked; 10 unless told"),
      host: value("names", "net: these hosts too, comma between: git.example,10.0.0.7:8443"),
      format: value("format", "text, json, sarif, junit or github"),
      policy: value(
        "name|file",
        "For policy: dev, ci, production or a file; else policy.name of your settings",
      ),
      ignore: value("file", "Findings that somebody answers for, instead of .gostead-ignore.yaml"),
      reproduce: flag("limits: build a small program with few files, other zones and locales"),
      facts: value("file", "Judge the facts in this file instead of this machine"),
      require: value("static", "Of programs: that they name no loader and no library"),
      for: value("version", "preflight: for this Go, instead of those that are here"),
      target: value("file", "preflight: of another machine, what facts --json printed there"),
      planKernel: value("version", "preflight: whether an older kernel would do"),
      planGlibc: value("version", "preflight: whether an older glibc would do"),
      compare: flag("cgo: build a program with C and without, and print what comes out"),
      runInEmptyRoot: value("words", "Starts each program with these words where nothing else is"),
    },
    positional: wordsAmong(
      "group",
      "path, env, shell, pins or all; or binary and program files",
      async () => {
        const { GROUPS } = await import("#doctor/rule.ts");
        return [...GROUPS, "all", "binary"];
      },
    ),
  },
  help(
    "Find what is wrong with this machine, and mend it",
    "Each finding says where it was seen, what breaks and what mends it. Exit 1: findings; 3: something\ncould not be looked at, and nothing else is wrong.",
    [
      "doctor",
      "doctor path env --json",
      "doctor --fix --dry-run",
      "doctor --fix --yes",
      "doctor preflight --for 1.27.4",
      "doctor binary --require static ./app",
    ],
  ),
);

export const check = command(
  async () => (await import("../commands.ts")).runCheck,
  {
    flags: {
      min: value("version", "The oldest Go that will do; the project's go line unless told"),
      race: flag("Test with the race detector"),
      short: flag("Tell tests to be short"),
      keepGoing: flag("Go on after a stage that failed"),
      timeout: value("seconds", "How long a stage may take; 1800 unless told"),
      junit: value("file", "Write the results as JUnit XML too"),
    },
    positional: words("package", "As go names them; ./... unless told"),
  },
  help(
    "Check this project: version, tests, vet",
    "Three stages with the Go that runs here, each only when the one before it passed. A package that does\nnot build is no failed test. Exit 1: a stage failed; 3: one could not be run.",
    ["check", "check --min 1.22 ./internal/...", "check --race --keep-going --json"],
  ),
);

export const undo = command(
  async () => (await import("../commands.ts")).runUndo,
  {
    flags: {
      list: flag("What can be undone"),
      force: flag("Put back what stood there over later edits, which the journal keeps"),
    },
    positional: maybeWord("number", "A transaction; the newest that stands unless told"),
  },
  help(
    "Take back what a fix changed",
    "Puts back what stood in your files, byte for byte. Exit 1: a file was edited since, which is shown and\nleft alone, or a program ran that nothing takes back.",
    ["undo --dry-run", "undo", "undo --list", "undo 3 --force"],
  ),
);

export const facts = command(
  async () => (await import("../commands.ts")).runFacts,
  {
    flags: {
      root: value("directory", "A recorded machine instead of this one"),
      file: value("path", "What this program file is, instead of the machine"),
      require: value("names", "fingerprint: exit 1 unless every core has these instructions"),
      expectArch: value("goarch", "fingerprint: exit 1 on any other processor"),
      field: value("name", "fingerprint: this field alone"),
      style: value("go|uname", "fingerprint: the machine's name, linux-amd64 or x86_64"),
    },
    positional: wordsAmong(
      "fact",
      "path, gos, rc, uname …; all when none is named; or script, or diff and two files",
      async () => {
        const { FACT_NAMES } = await import("#facts/facts.ts");
        return [...FACT_NAMES, "script", "diff"];
      },
    ),
  },
  help(
    "Print what the checks know of this machine",
    "Reads files and programs, each within its time; changes nothing. Exit 3: one that was named is unknown.",
    [
      "facts",
      "facts gos goenv --json",
      "facts --root test/data/machines/plain",
      "facts --file ./app",
      "facts script | ssh node sh > node.json",
      "facts diff ci.json laptop.json",
      "facts fingerprint --require sse4_2,avx",
      "facts fingerprint --expect-arch arm64",
    ],
  ),
);

export const auditLog = command(
  async () => (await import("../commands.ts")).runAudit,
  {
    flags: { since: value("date|7d", "Only from this day on, or the last so many days") },
    positional: noWords,
  },
  help(
    "Print what happened in this home",
    "Prints the audit log: installs, verifications, fixes, and every failure of integrity.",
    ["audit --since 7d", "audit --since 2026-03-01 --json"],
  ),
);

export const auditVerify = command(
  async () => (await import("../commands.ts")).runAuditVerify,
  { positional: noWords },
  help(
    "Prove the audit log",
    "Proves every event, the chain and the signed heads. Exit 4: a gap, a fork, a rewrite or a truncated tail.",
    ["audit verify", "audit verify --json"],
  ),
);

export const auditRates = command(
  async () => (await import("../commands.ts")).runAuditRates,
  {
    flags: { since: value("date|7d", "Only from this day on, or the last so many days") },
    positional: noWords,
  },
  help(
    "Say how often attempts succeeded",
    "Counts the audit log's attempts: tries, successes, and the causes of failures. Nothing leaves this machine.",
    ["audit rates", "audit rates --since 30d --json"],
  ),
);

export const sumdbCheck = command(
  async () => (await import("../commands.ts")).runSumdbCheck,
  { flags: { head: value("file", "Another machine's signed tree head") }, positional: noWords },
  help(
    "Check the log's tree head",
    "Proves a tree head consistent with the one kept here; exit 4 for a fork.",
    ["sumdb check", "sumdb check --head other.txt"],
  ),
);

export const vulns = command(
  async () => (await import("../commands.ts")).runVulns,
  {
    flags: {
      all: flag("Every installed version"),
      matrix: flag("Every version that is known, with the number of its advisories"),
      db: value("place", "A copy of the Go vulnerability database: a directory or a URL"),
    },
    positional: words("version", "Installed or not; the one that runs here when none is named"),
  },
  help(
    "List known faults of a Go version",
    "Advisories of the Go vulnerability database about the standard library and the toolchain, the release\nthat fixes each, and whether the release line is still supported. Exit 1: there is one, or it is not.",
    ["vulns", "vulns 1.25.5", "vulns --all --json", "vulns --matrix"],
  ),
);
