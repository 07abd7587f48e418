/** Labels: named variants of an installed version. */
import { buildRouteMap } from "@stricli/core";
import { flag, help, noWords, oneWord, value, words } from "../words.ts";
import { command } from "./command.ts";

const add = command(
  async () => (await import("../commands.ts")).runLabelAdd,
  {
    flags: {
      policy: value("file", "A YAML file that says all of it"),
      env: {
        ...value("NAME=VALUE", "A variable it sets; may stand several times"),
        variadic: true,
      },
      description: value("text", "What it is for"),
      owner: value("name", "Who answers for it"),
      toolchain: value("local|auto", "GOTOOLCHAIN where you set none; local unless told"),
      readOnly: flag("It is removed only with --force"),
    },
    positional: oneWord("label", "VERSION@NAME: 1.22.6@prod"),
  },
  help(
    "Make a named variant of an installed version",
    "It has a tree of its own, proven as its version is and linked from the same files, and variables\nthat count where it runs. What you set of GOPROXY and its like yourself stays.",
    [
      "label add 1.22.6@prod --env GOPROXY=https://proxy.example,off",
      "label add 1.22.6@prod --policy prod.yaml",
    ],
  ),
);

const list = command(
  async () => (await import("../commands.ts")).runLabelList,
  { positional: noWords },
  help("List labels", "Each with the variables that it sets.", ["label list", "label list --json"]),
);

const show = command(
  async () => (await import("../commands.ts")).runLabelShow,
  { positional: oneWord("label", "VERSION@NAME") },
  help("Show what a label sets", "Its tree, its variables and who answers for it.", [
    "label show 1.22.6@prod",
  ]),
);

const remove = command(
  async () => (await import("../commands.ts")).runLabelRemove,
  {
    flags: { force: flag("Also one that is read-only, damaged or in use") },
    positional: words("label", "Labels", 1),
  },
  help("Remove labels", "Their trees go; the version stays.", ["label remove 1.22.6@prod"]),
);

export const label = buildRouteMap({
  routes: { add, list, show, remove },
  defaultCommand: "list",
  docs: { brief: "Named variants of a version: 1.22.6@prod" },
});
