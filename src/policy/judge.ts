/** Whether a setting's value is what a rule asks for; null when it is, else what is wrong. Pure. */
import type { Op, SettingRule } from "./policy.ts";

/** A value as it counts, and what is known of the path that it names. */
export interface Value {
  /** Null where nothing sets it and Go's own default cannot be told from files. */
  readonly value: string | null;
  /** It is set by somebody, and no default. */
  readonly set: boolean;
  /** Of a path: who may write there, on which kind of file system; absent where nobody looked. */
  readonly directory?: Directory;
}

export interface Directory {
  /** The nearest that is there. */
  readonly path: string;
  readonly worldWritable: boolean;
  /** Its sticky bit is set: others may not remove what is yours. */
  readonly sticky: boolean;
  /** It is the named path itself, and not one above it. */
  readonly itself: boolean;
  /** tmpfs, ext4 …; null where it is not known. */
  readonly type: string | null;
}

export function faultOf(rule: SettingRule, given: Value): string | null {
  if (rule.op === "present") return given.set ? null : "nobody sets it";
  if (rule.op === "absent") return given.set ? "it is set" : null;
  if (given.value === null) {
    return "nobody sets it, and what Go makes of that depends on the machine";
  }
  if (rule.op === "pathPersistent") return pathFault(given.value, given.directory);
  return valueFault(rule, given.value);
}

function valueFault({ op, values }: SettingRule, value: string): string | null {
  const [first = ""] = values;
  const all = values.join(", ");
  const faults: Partial<Record<Op, readonly [boolean, string]>> = {
    equals: [value !== first, `it must be ${first}`],
    notEquals: [value === first, `it must not be ${first}`],
    oneOf: [!values.includes(value), `it must be one of ${all}`],
    firstIn: [!beginsIn(values, value), `its first element must be one of ${all}`],
  };
  const [wrong, what] = faults[op] ?? [false, ""];
  if (wrong) return what;
  if (op === "httpsOnly") return httpsFault(value);
  if (op !== "matches" && op !== "notMatches") return null;
  const matches = new RegExp(first, "u").test(value);
  if (op === "matches") return matches ? null : `it must match ${first}`;
  return matches ? `it must not match ${first}` : null;
}

function beginsIn(values: readonly string[], value: string): boolean {
  return values.map(bare).includes(bare(elementsOf(value)[0] ?? ""));
}

/** GOPROXY's own separators; a blank counts for nothing in it. */
function elementsOf(value: string): readonly string[] {
  return value
    .split(/[,|]/)
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function bare(url: string): string {
  return url.replace(/\/+$/, "");
}

function httpsFault(value: string): string | null {
  const other = elementsOf(value).find((one) => !/^(https:\/\/|direct$|off$)/i.test(one));
  return other === undefined ? null : `${other} is not reached by https`;
}

const TEMPORARY = /^\/(tmp|var\/tmp|dev\/shm|run|private\/tmp|private\/var\/tmp)(\/|$)/;
const VOLATILE = /^(tmpfs|ramfs|overlay)$/;

function pathFault(value: string, directory: Directory | undefined): string | null {
  if (value === "off") return "it is off";
  if (!/^(\/|[A-Za-z]:[\\/])/.test(value)) return "it is no absolute path";
  if (/(^|\/)\.\.?(\/|$)/.test(value)) return "it has . or .. in it";
  if (TEMPORARY.test(value.replace(/\/{2,}/g, "/"))) return "it is a directory for temporary files";
  if (directory === undefined) return "nobody could look at it";
  const { path, type, worldWritable, sticky, itself } = directory;
  if (type !== null && VOLATILE.test(type))
    return `${path} is on ${type}, which goes with the machine`;
  if (worldWritable && (itself || !sticky)) return `everyone may write to ${path}`;
  return null;
}
