/**
 * What a go.mod says, and what the go command refuses in it (golang.org/x/mod/modfile, rule.go): every
 * line that is wrong, in its words. Lines that are right are kept even where others are wrong.
 */
import { type ModFault, type ModLine, readModSyntax } from "./modsyntax.ts";
import { canonicalVersion, majorFault, pathMajorOf } from "./modversion.ts";

export interface Requirement {
  readonly path: string;
  readonly version: string;
  /** As it stands there: `v1.2` is v1.2.0. */
  readonly said: string;
  readonly line: number;
}

export interface Replacement {
  readonly path: string;
  /** Null: every version. */
  readonly version: string | null;
  readonly to: string;
  /** Null for a directory. */
  readonly toVersion: string | null;
  readonly line: number;
}

interface Said {
  readonly value: string;
  readonly line: number;
}

export interface ModFile {
  readonly module: Said | null;
  readonly go: Said | null;
  readonly toolchain: Said | null;
  readonly requires: readonly Requirement[];
  readonly replaces: readonly Replacement[];
  readonly faults: readonly ModFault[];
}

interface Draft {
  module: Said | null;
  go: Said | null;
  toolchain: Said | null;
  readonly requires: Requirement[];
  readonly replaces: Replacement[];
}

const BLOCKS = /^(module|godebug|require|exclude|replace|retract|tool|ignore)$/;
const GO = /^[1-9]\d*\.(0|[1-9]\d*)(\.(0|[1-9]\d*))?([a-z]+\d+)?$/;
const TOOLCHAIN = /^default$|^go1($|\.)/;

export function parseModFile(text: string): ModFile {
  const { lines, fault } = readModSyntax(text);
  const draft: Draft = { module: null, go: null, toolchain: null, requires: [], replaces: [] };
  const faults = lines.flatMap((one): readonly ModFault[] => {
    const says = addTo(draft, one);
    return says === undefined ? [] : [{ line: one.line, says }];
  });
  // The parser gives up at the first line that it cannot read, and then says that alone.
  return { ...draft, faults: fault === null ? faults : [fault] };
}

function addTo(draft: Draft, one: ModLine): string | undefined {
  const { verb, args, block } = one;
  if (block !== null) {
    return block.length === 1 && BLOCKS.test(verb)
      ? undefined
      : `unknown block type: ${block.join(" ")}`;
  }
  switch (verb) {
    // A line of a block that is none.
    case "":
      return undefined;
    case "module":
      return addModule(draft, one);
    case "go":
    case "toolchain":
      return addVersion(draft, one, verb);
    case "require":
      return addRequire(draft, one);
    case "exclude":
      return faultIn(args, verb);
    case "replace":
      return addReplace(draft, one);
    case "retract":
      return retractFault(args);
    case "godebug":
      return args.length === 1 && /^[^"`',]*=[^"`',]*$/.test(args[0] ?? "")
        ? undefined
        : "usage: godebug key=value";
    case "tool":
    case "ignore":
      if (args.length !== 1) return `${verb} directive expects exactly one argument`;
      return unquoted(args[0]) === undefined ? "invalid quoted string" : undefined;
    default:
      return `unknown directive: ${verb}`;
  }
}

function addModule(draft: Draft, { args, line }: ModLine): string | undefined {
  if (draft.module !== null) return "repeated module statement";
  const value = args.length === 1 ? unquoted(args[0]) : "";
  draft.module = { value: value ?? "", line };
  if (args.length !== 1) return "usage: module module/path";
  return value === undefined ? "invalid quoted string" : undefined;
}

function addVersion(draft: Draft, { args, line }: ModLine, verb: "go" | "toolchain") {
  if (draft[verb] !== null) return `repeated ${verb} statement`;
  const [value = ""] = args;
  if (args.length !== 1) return `${verb} directive expects exactly one argument`;
  if (verb === "go" && !GO.test(value)) {
    return `invalid go version '${value}': must match format 1.23.0`;
  }
  if (verb === "toolchain" && !TOOLCHAIN.test(value)) {
    return `invalid toolchain version '${value}': must match format go1.23.0 or default`;
  }
  draft[verb] = { value, line };
  return undefined;
}

function addRequire(draft: Draft, { args, line }: ModLine): string | undefined {
  const fault = faultIn(args, "require");
  const [path, version] = args.map(unquoted);
  const canonical = canonicalVersion(version ?? "");
  if (fault !== undefined || path === undefined || canonical === undefined) return fault;
  draft.requires.push({ path, version: canonical, said: version ?? "", line });
  return undefined;
}

/** Of `module/path v1.2.3`. */
function faultIn(args: readonly string[], verb: string): string | undefined {
  if (args.length !== 2) return `usage: ${verb} module/path v1.2.3`;
  const path = unquoted(args[0]);
  if (path === undefined) return "invalid quoted string";
  return versionFault(args[1]) ?? pathFault(path, args[1]);
}

function versionFault(word: string | undefined): string | undefined {
  const text = unquoted(word);
  return text !== undefined && canonicalVersion(text) !== undefined
    ? undefined
    : `version ${word} invalid: must be of the form v1.2.3`;
}

function pathFault(path: string, word: string | undefined): string | undefined {
  const major = pathMajorOf(path);
  if (major === undefined) return "invalid module path";
  const version = canonicalVersion(unquoted(word) ?? "");
  if (version === undefined) return undefined;
  const fault = majorFault(version, major);
  return fault === undefined ? undefined : `version ${version} invalid: ${fault}`;
}

function addReplace(draft: Draft, { args, line }: ModLine): string | undefined {
  const arrow = args[1] === "=>" ? 1 : 2;
  const length = args.length - arrow;
  if (args[arrow] !== "=>" || length < 2 || length > 3) {
    return "usage: replace module/path [v1.2.3] => other/module v1.4 or ../local/directory";
  }
  const [path, to] = [unquoted(args[0]), unquoted(args[arrow + 1])];
  if (path === undefined) return "invalid quoted string";
  const early = arrow === 2 ? versionFault(args[1]) : undefined;
  const fault = early ?? pathFault(path, arrow === 2 ? args[1] : undefined);
  if (fault !== undefined) return fault;
  if (to === undefined) return "invalid quoted string";
  const target = targetFault(to, length === 3 ? args[arrow + 2] : undefined);
  if (target !== undefined) return target;
  const version = arrow === 2 ? (canonicalVersion(unquoted(args[1]) ?? "") ?? null) : null;
  const toVersion =
    length === 3 ? (canonicalVersion(unquoted(args[arrow + 2]) ?? "") ?? null) : null;
  draft.replaces.push({ path, version, to, toVersion, line });
  return undefined;
}

function targetFault(to: string, version: string | undefined): string | undefined {
  const isDirectory = /^\.\.?$|^\.\.?[/\\]|^[/\\]|^[A-Za-z]:/.test(to);
  if (version !== undefined) {
    const fault = versionFault(version);
    if (fault !== undefined) return fault;
    return isDirectory
      ? `replacement module directory path "${to}" cannot have version`
      : undefined;
  }
  if (!isDirectory && to.includes("@")) {
    return "replacement module must match format 'path version', not 'path@version'";
  }
  if (!isDirectory) {
    return "replacement module without version must be directory path (rooted or starting with . or ..)";
  }
  return to.includes("\\")
    ? "replacement directory appears to be Windows path (on a non-windows system)"
    : undefined;
}

/** A version, or `[low, high]`; of which form versions are, go asks its proxy about. */
function retractFault(args: readonly string[]): string | undefined {
  const [first, low, comma, high, close, ...rest] = args;
  if (first === undefined || first === "(") return "expected '[' or version";
  const isInterval = first === "[";
  if (isInterval && (comma !== "," || close !== "]")) return "expected [version, version]";
  const versions = isInterval ? [low, high] : [first];
  if (versions.some((one) => unquoted(one) === undefined)) return "invalid quoted string";
  const more = isInterval ? rest.length : args.length - 1;
  return more > 0 ? "unexpected token after version" : undefined;
}

/** Undefined for a string that is none: a raw one, a quote inside a word, an escape that Go does not know. */
function unquoted(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  if (!word.startsWith('"')) return /["'`]/.test(word) ? undefined : word;
  const inner = /^"((?:[^"\\]|\\["\\abfnrtv])*)"$/s.exec(word)?.[1];
  return inner?.replace(/\\(.)/g, "$1");
}
