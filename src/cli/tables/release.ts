/** Applications: deployed beside each other, switched by one rename. */
import { buildRouteMap } from "@stricli/core";
import { help, maybeWord, noWords, oneWord, value } from "../words.ts";
import { command } from "./command.ts";

const to = value("directory", "The application's directory: it holds releases/ and current");
const check = value(
  "command",
  "A shell command that must succeed in the release, before the switch",
);
const health = value("url", "A URL that must answer 2xx before the switch");

const deploy = command(
  async () => (await import("../commands.ts")).runReleaseDeploy,
  { flags: { to, check, health }, positional: oneWord("directory", "What to deploy") },
  help(
    "Deploy an application beside its last release",
    "Copies a directory into releases/, checks the copy, and points `current` to it by one rename. The five\nnewest releases stay.",
    ["release deploy ./build --to /opt/app --check './app --version'"],
  ),
);

const list = command(
  async () => (await import("../commands.ts")).runReleaseList,
  { flags: { to }, positional: noWords },
  help("List an application's releases", "Newest first; `*` marks the current one.", [
    "release list --to /opt/app",
  ]),
);

const rollback = command(
  async () => (await import("../commands.ts")).runReleaseRollback,
  {
    flags: { to, check, health },
    positional: maybeWord("release", "A release; the one before the current unless told"),
  },
  help(
    "Go back to an earlier release",
    "Points `current` to a release that is still there; the same checks come first when they are given.",
    ["release rollback --to /opt/app", "release rollback 20261121-142301 --to /opt/app"],
  ),
);

export const release = buildRouteMap({
  routes: { deploy, list, rollback },
  docs: { brief: "Switch applications as Go versions are switched" },
});
