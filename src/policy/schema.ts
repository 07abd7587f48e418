/**
 * The shape of a policy file as a JSON Schema: what the reader of files checks by, and what
 * editors get as docs/reference/schema/policy.json (a test holds the two equal). Editors
 * read `1.26` as a number, gostead every scalar as it stands, so a version may be either. Pure.
 */
import { POLICY_NAMES } from "#model/policyname.ts";
import { OPS, SETTINGS } from "./policy.ts";

export interface ObjectShape {
  readonly description?: string;
  readonly type: "object";
  readonly additionalProperties: false;
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, Shape>>;
}

export interface ListShape {
  readonly description?: string;
  readonly type: "array";
  readonly items: Shape;
}

export interface ScalarShape {
  readonly description?: string;
  readonly type: "string" | "integer" | "boolean" | readonly ["string", "number"];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
}

export interface EitherShape {
  readonly description?: string;
  readonly anyOf: readonly [ScalarShape, ListShape];
}

export type Shape = ObjectShape | ListShape | ScalarShape | EitherShape;

/** One visible character at least, no control character. */
const TEXT = "^(?=.*\\S)[^\\u0000-\\u001f\\u007f]{1,500}$";
export const text = (description: string) =>
  ({ description, type: "string", pattern: TEXT }) as const;
const version = (description: string) =>
  ({ description, type: ["string", "number"], pattern: TEXT }) as const;
const yes = (description: string) => ({ description, type: "boolean" }) as const;
export const object = (
  required: readonly string[],
  properties: ObjectShape["properties"],
  description?: string,
): ObjectShape => ({
  ...(description === undefined ? {} : { description }),
  type: "object",
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required }),
  properties,
});

const SEVERITY = {
  description: "What a finding weighs; info fails nothing.",
  type: "string",
  enum: ["error", "warning", "info"],
} as const;

const RULE = object(["key", "op"], {
  key: { description: "One of Go's settings.", type: "string", enum: SETTINGS },
  op: {
    description:
      "How its value is judged. pathPersistent: an absolute path outside of temporary file systems that not everyone may write. present: somebody sets it, it is no default.",
    type: "string",
    enum: Object.keys(OPS),
  },
  value: {
    description:
      "For equals, notEquals one value; oneOf, firstIn a list; matches, notMatches a pattern.",
    anyOf: [
      { type: ["string", "number"] },
      { type: "array", items: { type: ["string", "number"] } },
    ],
  },
  severity: SEVERITY,
  why: text("What breaks otherwise."),
  fix: text("What mends it."),
});

const GO = object(
  [],
  {
    minVersion: version("The lowest version of Go."),
    allowed: {
      description: "Version words, one of which must hold.",
      type: "array",
      items: version("A version word such as 1.26 or >=1.25.3 <1.27."),
    },
    sources: {
      description: "What the place that a toolchain came from must begin with.",
      type: "array",
      items: text("The beginning of a URL."),
    },
    minReleaseAge: {
      description: "Days since the release.",
      type: "integer",
      minimum: 0,
    },
    proven: yes("The checksum log has proven the toolchain."),
    supported: yes("The release line still gets fixes."),
    noKnownAdvisories: yes("No advisory about Go itself is known of the version."),
    severity: SEVERITY,
  },
  "The Go that runs.",
);

export const WAIVING = {
  owner: text("Who answers for it."),
  reason: text("Why it is needed."),
  until: {
    description: "The last day on which it counts.",
    type: "string",
    pattern: "^\\d{4}-\\d{2}-\\d{2}$",
  },
} as const;

const WAIVER = object(["id", "owner", "reason", "until"], {
  id: text("A setting (GOPROXY), one rule about it (GOPROXY firstIn), or a code (policy-version)."),
  ...WAIVING,
});

export const SHAPE = object(["policy"], {
  policy: text("The policy's name."),
  extends: {
    description: "A built-in policy that holds besides.",
    type: "string",
    enum: POLICY_NAMES,
  },
  go: GO,
  libc: {
    description: "The C library that programs are built against, where C is not switched off.",
    type: "string",
    pattern: "^(glibc|musl)( \\d+(\\.\\d+)+)?$",
  },
  rules: { description: "Rules about Go's settings.", type: "array", items: RULE },
  waivers: { description: "Exceptions, each with its end.", type: "array", items: WAIVER },
});

export function policySchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A policy of gostead doctor",
    ...SHAPE,
  };
}
