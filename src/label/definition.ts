/**
 * What a label stands for, as its `label.json` and a policy file say it:
 *
 *   {"format":1,"version":"1.22.6","label":"prod","description":"…","owner":"…","readOnly":true,
 *    "toolchain":"local","env":{"GOPROXY":"https://proxy.corp.example,off","CGO_ENABLED":"0"}}
 *
 * A policy file has neither format, version nor label. Every key may be left out. Unknown keys and
 * variables outside the list are refused: no label sets PATH, LD_PRELOAD or GOROOT.
 */
import { quoted } from "#model/quote.ts";

/** Of these your own setting, in the environment or by `go env -w`, wins over the label's (spec B2.4). */
export const INHERITED = [
  "GOPROXY",
  "GOSUMDB",
  "GOPRIVATE",
  "GONOPROXY",
  "GONOSUMDB",
  "GOINSECURE",
  "GOFLAGS",
] as const;

/** These the label sets whatever the environment says. */
export const OVERRIDDEN = [
  "GO111MODULE",
  "GOCACHE",
  "GOMODCACHE",
  "GOBIN",
  "GOWORK",
  "GOEXPERIMENT",
  "GOAMD64",
  "GOARM",
  "CGO_ENABLED",
  "GOMAXPROCS",
  "GOMEMLIMIT",
  "GODEBUG",
] as const;

export const VARIABLES: readonly string[] = [...INHERITED, ...OVERRIDDEN];

export interface Definition {
  readonly description: string;
  readonly owner: string;
  /** `label remove` wants --force. */
  readonly readOnly: boolean;
  /** GOTOOLCHAIN where the user sets none: `local` runs this version only, `auto` lets go.mod ask for a newer one. */
  readonly toolchain: "local" | "auto";
  /** In the order of VARIABLES. */
  readonly env: ReadonlyMap<string, string>;
}

const MAX_VALUE = 4096;
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;
const KEYS = ["description", "owner", "readOnly", "toolchain", "env"];

/** The definition that an object says, or what is wrong with it, as a person reads it. YAML says booleans as strings. */
export function parseDefinition(value: unknown): Definition | { readonly problem: string } {
  if (!isRecord(value)) return { problem: "keys with values must stand there" };
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    return { problem: `unknown key ${quoted(unknown)}: the keys are ${KEYS.join(", ")}` };
  }
  const { description = "", owner = "", toolchain = "local", env = {} } = value;
  const readOnly = String(value.readOnly ?? false);
  const problem =
    textProblem("description", description) ??
    textProblem("owner", owner) ??
    choiceProblem("readOnly", readOnly, ["true", "false"]) ??
    choiceProblem("toolchain", toolchain, ["local", "auto"]) ??
    envProblem(env);
  if (problem !== undefined) return { problem };
  return {
    description: String(description),
    owner: String(owner),
    readOnly: readOnly === "true",
    toolchain: toolchain === "auto" ? "auto" : "local",
    env: inOrder(env as Readonly<Record<string, string>>),
  };
}

/** As parseDefinition takes it. */
export function plainDefinition(definition: Definition) {
  return { ...definition, env: Object.fromEntries(definition.env) };
}

/** What in it makes Go check or trust less than it does by itself, one sentence each. */
export function loweredBy({ env }: Definition): string[] {
  const value = (name: string) => env.get(name) ?? "";
  const patterns = (name: string) => value(name).split(",");
  const flags = /(?:^|\s)--?(toolexec|exec|overlay|modfile|insecure)\b/.exec(value("GOFLAGS"));
  return [
    value("GOSUMDB") === "off" && "GOSUMDB=off: modules are not checked against the log",
    patterns("GONOSUMDB").includes("*") && "GONOSUMDB=*: modules are not checked against the log",
    value("GOINSECURE") !== "" && "GOINSECURE: modules are fetched without TLS",
    flags !== null && `GOFLAGS: -${flags[1]} runs or reads what no log vouches for`,
  ].filter((line) => line !== false);
}

function inOrder(env: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    VARIABLES.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function envProblem(env: unknown): string | undefined {
  if (!isRecord(env)) return "env must hold NAME: value";
  for (const [name, value] of Object.entries(env)) {
    if (name === "GOTOOLCHAIN") return "GOTOOLCHAIN is set by the key toolchain: local or auto";
    if (!VARIABLES.includes(name)) {
      return `no label sets ${quoted(name)}: it may set ${VARIABLES.join(", ")}`;
    }
    if (value === "") return `${name} is empty, which Go takes for not set: leave it out`;
    const problem = textProblem(name, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function textProblem(key: string, value: unknown): string | undefined {
  if (typeof value === "string" && value.length <= MAX_VALUE && !UNPRINTABLE.test(value)) {
    return undefined;
  }
  return `${key} must be one line of at most ${MAX_VALUE} characters`;
}

function choiceProblem(key: string, value: unknown, choices: readonly string[]) {
  if (choices.includes(String(value))) return undefined;
  return `${key} must be ${choices.join(" or ")}, not ${quoted(String(value))}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
