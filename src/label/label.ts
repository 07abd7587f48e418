/** Labels as they are kept: `labels/<version>@<label>/` with `label.json`, `env` and `goroot/`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isAbsent } from "#host/env.ts";
import { GosteadError } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import type { Engine } from "#toolchain/engine.ts";
import {
  formatLabelName,
  type LabelName,
  labelNames,
  labelPath,
  labelTree,
} from "#toolchain/labelled.ts";
import { type Definition, parseDefinition, plainDefinition } from "./definition.ts";

export const FORMAT = 1;

export interface Label {
  readonly name: LabelName;
  readonly release: Release;
  /** Its GOROOT. */
  readonly path: string;
  readonly definition: Definition;
}

/** Every label of this home. Throws `bad-setting` or `newer-format` for one that cannot be read. */
export function listLabels(engine: Engine): Label[] {
  return labelNames(engine.home).map((name) => readLabel(name, engine));
}

/** A label that is there. Throws `bad-setting` when it is damaged, `newer-format`. */
export function readLabel(name: LabelName, { home, platform }: Engine): Label {
  const file = join(labelPath(home, name), "label.json");
  const release = { version: name.version, platform };
  return { name, release, path: labelTree(home, name), definition: readDefinition(file, name) };
}

/** The text of `label.json`. */
export function formatLabel(name: LabelName, definition: Definition): string {
  return `${JSON.stringify({ format: FORMAT, ...name, ...plainDefinition(definition) }, null, 2)}\n`;
}

function readDefinition(file: string, name: LabelName): Definition {
  const { format, version, label, ...rest } = fieldsIn(file, name);
  if (typeof format === "number" && format > FORMAT) {
    throw new GosteadError("newer-format", `${file} was written by a newer gostead`, {
      fix: "update gostead",
    });
  }
  const definition = parseDefinition(rest);
  if (format !== FORMAT || version !== name.version || label !== name.label) {
    throw damaged(file, name, "it does not say that it is of this label");
  }
  if ("problem" in definition) throw damaged(file, name, definition.problem);
  return definition;
}

function fieldsIn(file: string, name: LabelName): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value === "object" && value !== null) return { ...value };
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !isAbsent(cause)) throw cause;
  }
  throw damaged(file, name, "it is no description of a label");
}

function damaged(file: string, name: LabelName, why: string): GosteadError {
  const word = formatLabelName(name);
  return new GosteadError("bad-setting", `${file} is damaged: ${why}`, {
    fix: `gostead label remove --force ${word}, then add it again`,
  });
}
