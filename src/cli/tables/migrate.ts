/** Migrate: from GOPATH trees to modules. */
import { buildRouteMap } from "@stricli/core";
import { flag, help, maybeWord, noWords } from "../words.ts";
import { command } from "./command.ts";

const place = maybeWord(
  "path",
  "A GOPATH entry, a directory below its src, or a repository; else GOPATH",
);

const scan = command(
  async () => (await import("../commands.ts")).runMigrateScan,
  { positional: place },
  help(
    "List what still lives in GOPATH",
    "Repositories without go.mod: version control, imports, vendoring files; settings that were for GOPATH;\nthe module cache. Reads files only.",
    ["migrate scan", "migrate scan ~/old/gopath --json"],
  ),
);

const plan = command(
  async () => (await import("../commands.ts")).runMigratePlan,
  { positional: place },
  help(
    "Say what would be done, and what stands in the way",
    "Module paths, steps and findings, in the order in which each finds what it needs. Changes nothing.\nExit 1: something is blocked.",
    ["migrate plan", "migrate plan src/example.com/app --json"],
  ),
);

const apply = command(
  async () => (await import("../commands.ts")).runMigrateApply,
  { positional: place },
  help(
    "Make modules of them, in a copy first",
    "Each is made a module in a copy and proven there: go build, go vet, go list -m all, with the Go that runs\nhere. Only go.mod, go.sum and vendor/ of what is proven come back, once you agree to the diff.\nExit 1: one could not be migrated; it stays as it was.",
    ["migrate apply --dry-run", "migrate apply --yes", "migrate apply src/example.com/app"],
  ),
);

const undo = command(
  async () => (await import("../commands.ts")).runMigrateUndo,
  {
    flags: { force: flag("Put back what stood there over later edits, which the journal keeps") },
    positional: noWords,
  },
  help(
    "Take back the newest migration",
    "Puts every file back, byte for byte; what was made goes. gostead undo N takes back an older one.",
    ["migrate undo --dry-run", "migrate undo"],
  ),
);

export const migrate = buildRouteMap({
  routes: { scan, plan, apply, undo },
  docs: { brief: "From GOPATH trees to modules, in a copy, with proof" },
});
