/**
 * Every command with its words, flags and examples. Bodies are loaded when they
 * run, all from commands.ts.
 */
import { buildApplication, buildCommand, buildRouteMap } from "@stricli/core";
import { ALIASES } from "./aliases.ts";
import type { CliContext } from "./context.ts";
import { guarded } from "./guard.ts";
import { text } from "./refusal.ts";
import { EVERYWHERE, flag, help, maybeWord, noWords, oneWord, value, words } from "./words.ts";

interface Shape {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly positional: unknown;
}

type Load = Parameters<typeof guarded>[0];

/** The framework's types follow each body's signature; the bodies declare the same flags themselves. */
function command(load: Load, shape: Shape, docs: ReturnType<typeof help>) {
  const parameters = { flags: shape.flags ?? {}, positional: shape.positional } as never;
  return buildCommand<Record<never, never>, [], CliContext>({
    loader: guarded(load),
    parameters,
    docs,
  });
}

const install = command(
  async () => (await import("./commands.ts")).runInstall,
  {
    flags: {
      platform: value("os-arch", "Another machine's Go, for example linux-arm64"),
      allowOlder: flag("Accept a list that has lost versions"),
    },
    positional: words("version", "1.22.6, 1.22, stable, oldstable, 1.25rc1 or '>=1.24 <1.26'"),
  },
  help(
    "Install Go, proven against the checksum log",
    "Installs each version, fetching only files that no installed version has. Without a version: the\none that this directory asks for, else the newest stable.",
    ["install 1.22.6", "install stable oldstable", "install '>=1.24 <1.26' --json"],
  ),
);

const uninstall = command(
  async () => (await import("./commands.ts")).runUninstall,
  { positional: words("version", "Installed versions", 1) },
  help(
    "Remove installed versions",
    "Removes toolchains and the files that no other version shares.",
    ["uninstall 1.22.5"],
  ),
);

const list = command(
  async () => (await import("./commands.ts")).runList,
  {
    flags: {
      remote: flag("What can be installed"),
      outdated: flag("Installed versions with a newer patch release; exit 1 when there is one"),
      found: flag("Every Go on this machine, judged; exit 1 when one is not proven"),
      all: flag("With --remote: for every platform"),
      allowOlder: flag("Accept a list that has lost versions"),
    },
    positional: noWords,
  },
  help("List installed versions", "Lists what is installed: `*` marks the one that runs here.", [
    "list",
    "list --remote",
    "list --found --json",
  ]),
);

const verify = command(
  async () => (await import("./commands.ts")).runVerify,
  {
    flags: {
      all: flag("Every installed version"),
      repair: flag("Put wrong files right, fetching only those"),
    },
    positional: words("version|path", "An installed version, or any Go tree by its path"),
  },
  help(
    "Prove installed files again, offline",
    "Proves the log's signature, the inclusion proof, the h1 and every byte of each file. A tree by path\nis proven, altered or unknown, whoever unpacked it. Exit 4: altered.",
    ["verify 1.22.6", "verify --all --repair", "verify /usr/local/go"],
  ),
);

const manifest = command(
  async () => (await import("./commands.ts")).runManifest,
  { positional: oneWord("version", "An installed version") },
  help(
    "Print the proven file hashes",
    "Prints what sha256sum -c reads, to prove a machine that has no gostead.",
    ["manifest 1.22.6 | ssh node 'cd /usr/local/go && sha256sum -c --quiet'"],
  ),
);

const prune = command(
  async () => (await import("./commands.ts")).runPrune,
  {
    flags: { unused: value("days", "Also remove versions not run for so many days") },
    positional: noWords,
  },
  help(
    "Give back disk space",
    "Removes what killed installs left and objects that no version holds.",
    ["prune", "prune --unused 90 --dry-run"],
  ),
);

const which = command(
  async () => (await import("./commands.ts")).runWhich,
  { positional: maybeWord("program", "go or gofmt") },
  help("Print the path of the go that runs here", "Prints the real program behind the shim.", [
    "which",
    "which gofmt",
  ]),
);

const where = command(
  async () => (await import("./commands.ts")).runWhere,
  { positional: maybeWord("version", "An installed version") },
  help("Print a version's GOROOT", "Without a version: of the one that runs here.", [
    "where 1.22.6",
  ]),
);

const current = command(
  async () => (await import("./commands.ts")).runCurrent,
  { positional: noWords },
  help(
    "Print the version that runs here, and why",
    "Names the file and line, or the variable, that asked for it.",
    ["current", "current --json"],
  ),
);

const setDefault = command(
  async () => (await import("./commands.ts")).runDefault,
  {
    positional: maybeWord("version", "An installed version, 1.24 for its newest patch, or system"),
  },
  help("Show or set your default version", "What runs where no project asks for a version.", [
    "default 1.24",
    "default",
  ]),
);

const exec = command(
  async () => (await import("./commands.ts")).runExec,
  {
    flags: { each: value("versions", "Run it under each of these, and print a table") },
    positional: words("command", "+VERSION, then the command and its words"),
  },
  help(
    "Run a command under a version",
    "Runs a command with a version's programs first on PATH; the exit status is the command's.",
    ["exec +1.22.6 go version", "exec --each 1.24,1.25 -- go test ./..."],
  ),
);

const allow = command(
  async () => (await import("./allow.ts")).runAllow,
  {
    flags: {
      unsafe: flag("Also what chooses where bytes come from: goproxy"),
      revoke: flag("Take it back"),
    },
    positional: maybeWord("file", "A project's gostead.yaml; the nearest when none is named"),
  },
  help(
    "Let a project's gostead.yaml count",
    "Of a project file only the version and restrictions count by themselves. This lets the rest count, as\nthe file stands now: when it changes, it must be allowed again.",
    ["allow", "allow --unsafe ./gostead.yaml", "allow --revoke"],
  ),
);

const sumdbCheck = command(
  async () => (await import("./commands.ts")).runSumdbCheck,
  { flags: { head: value("file", "Another machine's signed tree head") }, positional: noWords },
  help(
    "Check the log's tree head",
    "Proves a tree head consistent with the one kept here; exit 4 for a fork.",
    ["sumdb check", "sumdb check --head other.txt"],
  ),
);

const doctor = command(
  async () => (await import("./commands.ts")).runDoctor,
  {
    flags: {
      fix: flag("Show what would change, ask, mend and look again"),
      only: value("codes", "Only these checks, comma between codes"),
      skip: value("codes", "All but these checks"),
    },
    positional: words("group", "path, env or all"),
  },
  help(
    "Find what is wrong with this machine, and mend it",
    "Each finding says where it was seen, what breaks and what mends it. Exit 1: findings; 3: something\ncould not be looked at, and nothing else is wrong.",
    ["doctor", "doctor path env --json", "doctor --fix --dry-run", "doctor --fix --yes"],
  ),
);

const undo = command(
  async () => (await import("./commands.ts")).runUndo,
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

const facts = command(
  async () => (await import("./commands.ts")).runFacts,
  {
    flags: { root: value("directory", "A recorded machine instead of this one") },
    positional: words("fact", "path, gos, goenv, rc, uname …; all when none is named"),
  },
  help(
    "Print what the checks know of this machine",
    "Reads files and programs, each within its time; changes nothing. Exit 3: one that was named is unknown.",
    ["facts", "facts gos goenv --json", "facts --root test/data/machines/plain"],
  ),
);

const completion = command(
  async () => (await import("./commands.ts")).runCompletion,
  { positional: oneWord("shell", "bash, zsh or fish") },
  help("Print shell completions", "Prints a script for your shell to source.", [
    "completion bash > ~/.local/share/bash-completion/completions/gostead",
  ]),
);

const activate = command(
  async () => (await import("./commands.ts")).runActivate,
  { flags: { writeShims: flag("Write bin/gostead and the shims anew") }, positional: noWords },
  help("Write the launcher and the shims", "What install.sh calls as its last step.", [
    "activate --write-shims",
  ]),
);

const auditLog = command(
  async () => (await import("./commands.ts")).runAudit,
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

const auditVerify = command(
  async () => (await import("./commands.ts")).runAuditVerify,
  { positional: noWords },
  help(
    "Prove the audit log",
    "Proves every event, the chain and the signed heads. Exit 4: a gap, a fork, a rewrite or a truncated tail.",
    ["audit verify", "audit verify --json"],
  ),
);

const routes = buildRouteMap({
  routes: {
    install,
    uninstall,
    list,
    verify,
    manifest,
    prune,
    which,
    where,
    current,
    default: setDefault,
    exec,
    doctor,
    undo,
    facts,
    allow,
    completion,
    activate,
    audit: buildRouteMap({
      routes: { log: auditLog, verify: auditVerify },
      defaultCommand: "log",
      docs: { brief: "What happened in this home, and proof of it" },
    }),
    sumdb: buildRouteMap({
      routes: { check: sumdbCheck },
      docs: { brief: "Look at the checksum log" },
    }),
  },
  aliases: ALIASES,
  docs: {
    brief: "One home for every Go: proven, kept once, verified for ever",
    fullDescription: `One home for every Go: proven, kept once, verified for ever.

gostead alone shows which Go runs here; gostead help COMMAND tells more; gostead --version.

${EVERYWHERE}`,
    hideRoute: { activate: true },
  },
});

export const application = buildApplication<CliContext>(routes, {
  name: "gostead",
  scanner: {
    caseStyle: "allow-kebab-for-camel",
    allowArgumentEscapeSequence: true,
    distanceOptions: {
      threshold: 3,
      weights: { insertion: 1, deletion: 1, substitution: 2, transposition: 1 },
    },
  },
  localization: { text },
  documentation: { disableAnsiColor: true, caseStyle: "convert-camel-to-kebab" },
  completion: { includeAliases: false },
});
