/**
 * The ignore file of a project, `.gostead-ignore.yaml` (docs/reference/format/ignore.md): findings of
 * `gostead doctor` that somebody answers for, in the shape of a policy's waivers:
 *
 *   waivers:
 *     - { id: goroot-exported, subject: GOROOT, owner: ada, reason: the old IDE, until: 2026-12-31 }
 *
 * Without a subject every finding of that code. A code that there is not, a reason or an
 * end that is missing are refused with their line. Loads the YAML library. Pure.
 */
import { parseYaml, yamlText } from "#yaml/tree.ts";
import { itemsOf, scalarOf } from "./members.ts";
import { refuserOf } from "./refusal.ts";
import { type ObjectShape, object, text, WAIVING } from "./schema.ts";
import { requireShape } from "./shape.ts";
import { waiverIn } from "./waiver.ts";

export interface Ignore {
  readonly code: string;
  /** Undefined: every subject. */
  readonly subject?: string;
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it counts, `2027-03-31`, UTC. */
  readonly until: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

const SHAPE: ObjectShape = object(["waivers"], {
  waivers: {
    description: "Findings that somebody answers for, each with its end.",
    type: "array",
    items: object(["id", "owner", "reason", "until"], {
      id: text("A finding's code: goroot-exported."),
      subject: text("What it is about, as doctor --json says it; every subject without."),
      ...WAIVING,
    }),
  },
});

/** `codes`: those that there are. Throws `bad-setting` with file and line. */
export function parseIgnores(
  bytes: Uint8Array,
  file: string,
  codes: readonly string[],
): readonly Ignore[] {
  const refuse = refuserOf(file);
  const tree = parseYaml(yamlText(bytes, refuse), refuse);
  requireShape(tree, SHAPE, { file, what: "an ignore file" });
  return itemsOf(tree, "waivers").map((item) => {
    const { id, owner, reason, until } = waiverIn(item, { file, ids: codes, what: "check" });
    const subject = scalarOf(item, "subject");
    const own = subject === undefined ? {} : { subject };
    return { code: id, ...own, owner, reason, until, file, line: item.line };
  });
}

export function ignoresSchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "An ignore file of gostead doctor",
    ...SHAPE,
  };
}
