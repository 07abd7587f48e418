/** Mandatory access control: what was refused, the least that would allow it, tried and deployed. */
import { buildRouteMap } from "@stricli/core";
import { flag, help, noWords, oneWord, value } from "../words.ts";
import { command } from "./command.ts";

const log = value("file", "A log instead of this machine's: auditd's, dmesg's, journalctl -k's");

const scan = command(
  async () => (await import("../commands.ts")).runLsmScan,
  {
    flags: {
      log,
      since: value("10m|2h|7d", "Only the last so long; 10m unless told, all of a file"),
      limit: value("number", "The newest so many; 200 unless told"),
    },
    positional: noWords,
  },
  help(
    "List what SELinux or AppArmor refused to Go's programs",
    "Reads the log of auditd or of the kernel. Exit 1: there are denials; 3: the log may not be read.",
    ["lsm scan", "lsm scan --since 2h --json", "lsm scan --log audit.log"],
  ),
);

const draft = command(
  async () => (await import("../commands.ts")).runLsmDraft,
  {
    flags: {
      log,
      selinux: flag("A policy module for SELinux"),
      apparmor: flag("Lines for AppArmor profiles"),
    },
    positional: noWords,
  },
  help(
    "Draft the least rules that would allow what was refused",
    "Each rule says what it comes from. Secrets, the kernel and other users' homes are never opened: those\nare listed as refused. Changes nothing. Exit 1: nothing is left that a draft may allow.",
    ["lsm draft > go.te", "lsm draft --apparmor --log kern.log > go.rules"],
  ),
);

const applying = { apply: flag("Do it, as root, where the module decides; undo takes it back") };

const test = command(
  async () => (await import("../commands.ts")).runLsmTest,
  { flags: applying, positional: oneWord("file", "A draft") },
  help(
    "Check a draft, and try it out",
    "Checks the syntax with checkmodule or apparmor_parser, then prints how root loads it while refusals are\nonly written down (permissive, complain).",
    ["lsm test go.te", "sudo gostead lsm test go.te --apply"],
  ),
);

const deploy = command(
  async () => (await import("../commands.ts")).runLsmDeploy,
  { flags: applying, positional: oneWord("file", "A draft") },
  help(
    "Make a draft policy",
    "Checks the syntax, then prints the commands for root; with --apply runs them.",
    ["lsm deploy go.te", "sudo gostead lsm deploy go.te --apply --yes"],
  ),
);

export const lsm = buildRouteMap({
  routes: { scan, draft, test, deploy },
  docs: { brief: "What SELinux or AppArmor refuses to Go, and rules for it" },
});
