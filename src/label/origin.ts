/**
 * Where the value of a variable that Go reads comes from, for a program that gostead starts
 * here: the one that counts, then those that it stands before (spec B2.4). Pure.
 *
 *   environment > go env -w > label > $GOROOT/go.env > Go's default
 *   label > environment > …            for what a label overrides (definition.ts)
 *   environment > label > gostead > …  for GOTOOLCHAIN: gostead sets `local` where you set none
 *   go env -w > gostead                for GOROOT: an inherited one is dropped
 *
 * Empty counts as not set, as Go has it.
 */
import { OVERRIDDEN } from "./definition.ts";
import type { FileSetting } from "./goenv.ts";

export type OriginKind = "environment" | "goenv" | "label" | "gostead" | "goroot" | "default";

export interface Origin {
  readonly kind: OriginKind;
  readonly value: string;
  /** For `goenv` and `goroot`: the line that says so. For `label`: its file. */
  readonly file?: string;
  readonly line?: number;
  /** For `label`: its name. */
  readonly label?: string;
}

export interface Layers {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What `go env -w` has written. */
  readonly userFile: readonly FileSetting[];
  /** The active label's variables. */
  readonly label?: {
    readonly name: string;
    readonly file: string;
    readonly variables: ReadonlyMap<string, string>;
  };
  /** The GOROOT that gostead starts; undefined for a Go that it does not keep. */
  readonly goroot: string | undefined;
  /** The lines of GOROOT/go.env. */
  readonly gorootFile: readonly FileSetting[];
  /** What Go says with none of these set; undefined when nobody can tell. */
  readonly fallback: string | undefined;
}

export interface Origins {
  /** Undefined when nothing sets it and Go has no default. */
  readonly counts: Origin | undefined;
  /** What it stands before, from the strongest. */
  readonly others: readonly Origin[];
}

/** Of one variable, by its name. */
export function originsOf(name: string, layers: Layers): Origins {
  const [counts, ...others] = stackOf(name, layers).flat();
  return { counts, others };
}

type Stack = readonly (readonly Origin[])[];

function stackOf(name: string, layers: Layers): Stack {
  const set = layers.environment[name];
  // What `use`, a hook or `gostead env` has put into the shell for the label is the label's.
  const isLabels = set !== undefined && set === layers.label?.variables.get(name);
  const environment = isLabels ? labelOf(name, layers) : plain("environment", set);
  const user = linesOf("goenv", name, layers.userFile);
  const label = isLabels ? [] : labelOf(name, layers);
  const below = [linesOf("goroot", name, layers.gorootFile), plain("default", layers.fallback)];
  const managed = layers.goroot !== undefined;
  if (COMPUTED.includes(name)) return [plain("default", layers.fallback)];
  if (name === "GOROOT" && managed) return [user, plain("gostead", layers.goroot), environment];
  if (name === "GOTOOLCHAIN" && managed) return toolchainStack({ environment, user, label, below });
  const isOverridden = (OVERRIDDEN as readonly string[]).includes(name);
  return isOverridden ? [label, environment, user, ...below] : [environment, user, label, ...below];
}

/** What Go finds out by itself, whatever is set. */
const COMPUTED: readonly string[] = [
  "GOEXE",
  "GOGCCFLAGS",
  "GOHOSTARCH",
  "GOHOSTOS",
  "GOMOD",
  "GOTOOLDIR",
  "GOVERSION",
];

interface Parts {
  readonly environment: readonly Origin[];
  readonly user: readonly Origin[];
  readonly label: readonly Origin[];
  readonly below: Stack;
}

/** A version in GOTOOLCHAIN asked for this toolchain, and what starts it sets `local` (toolchain/environment.ts). */
function toolchainStack({ environment, user, label, below }: Parts): Stack {
  const local = plain("gostead", "local");
  const isPin = environment.some(({ value }) => /^go[0-9]/.test(value));
  if (isPin) return [local, environment, user, label, ...below];
  if (user.some(({ value }) => value !== "")) return [environment, local, user, label, ...below];
  return [environment, label, local, ...below];
}

function plain(kind: OriginKind, value: string | undefined): Origin[] {
  return value === undefined || value === "" ? [] : [{ kind, value }];
}

function labelOf(name: string, { label }: Layers): Origin[] {
  return plain("label", label?.variables.get(name)).map((origin) => ({
    ...origin,
    ...(label === undefined ? {} : { label: label.name, file: label.file }),
  }));
}

/** The last line counts; an empty one there takes back what stands above it. */
function linesOf(kind: OriginKind, name: string, settings: readonly FileSetting[]): Origin[] {
  const own = settings.filter((one) => one.name === name).reverse();
  if (own[0]?.value === "") return [];
  return own
    .filter(({ value }) => value !== "")
    .map(({ value, file, line }) => ({ kind, value, file, line }));
}
