/** `gostead why GOPROXY`: the value that a variable of Go has here, who says so, and who says otherwise. */
import { dirname, join } from "node:path";
import { publicValue } from "#facts/names.ts";
import { type Env, goEnvFile } from "#host/env.ts";
import { type Toolchain, wordOf } from "#label/find.ts";
import { goEnvLines, userGoEnv } from "#label/goenv.ts";
import { readLabel } from "#label/label.ts";
import { type Layers, type Origin, originsOf } from "#label/origin.ts";
import { variablesOf } from "#label/variables.ts";
import type { Engine } from "#toolchain/engine.ts";
import { labelPath } from "#toolchain/labelled.ts";
import type { CliContext } from "./context.ts";
import { activeToolchain } from "./here.ts";
import { openEngine } from "./open.ts";
import { shown } from "./render.ts";
import { systemGo } from "./system.ts";

/** Variables that Go reads, by their names. */
export const GO_VARIABLE = /^(GO[A-Z0-9_]*|CGO_[A-Z0-9_]+|CC|CXX|FC|AR|PKG_CONFIG)$/;

/** A program that says nothing for so long is not waited for: its default stays unknown. */
const TIMEOUT_MS = 5000;

export async function runWhyValue(context: CliContext, name: string): Promise<number> {
  const { counts, others } = originsOf(name, await layersOf(context, name));
  if (context.globals.json) {
    const origin = counts === undefined ? null : placeOf(counts);
    const value = counts === undefined ? null : publicValue(counts.value);
    context.output.json({ name, value, origin, others: others.map(jsonOf) });
    return 0;
  }
  if (counts === undefined) context.output.data(`${name} is not set, and Go has no default for it`);
  else context.output.data(`${name}=${shownValue(counts)} (${nameOf(counts)})`);
  for (const one of others) context.output.data(`  instead of ${shownValue(one)} (${nameOf(one)})`);
  return 0;
}

async function layersOf(context: CliContext, name: string): Promise<Layers> {
  const { env } = context.host;
  const engine = await openEngine(context);
  const tree = activeToolchain(context, engine);
  const go = tree === undefined ? systemOf(context) : join(tree.path, "bin", "go");
  const gorootFile = go === undefined ? [] : goEnvLines(join(dirname(dirname(go)), "go.env"));
  const isInFile = gorootFile.some((one) => one.name === name);
  return {
    environment: env,
    userFile: userGoEnv(env),
    ...labelLayer(tree, engine),
    goroot: tree?.path,
    gorootFile,
    fallback: isInFile ? undefined : await defaultOf(context, name, go),
  };
}

/** The label's variables, where the tree is a label's. */
export function labelLayer(tree: Toolchain | undefined, engine: Engine): Pick<Layers, "label"> {
  if (tree?.label === undefined) return {};
  const { definition } = readLabel(tree.label, engine);
  const file = join(labelPath(engine.home, tree.label), "label.json");
  return { label: { name: wordOf(tree), file, variables: variablesOf(definition) } };
}

function systemOf({ host }: CliContext): string | undefined {
  return systemGo(host.env.PATH ?? "", host.home.shims, "go");
}

/** Go's own answer where nothing of the user's counts; undefined when it has none. */
async function defaultOf(
  { host }: CliContext,
  name: string,
  go: string | undefined,
): Promise<string | undefined> {
  if (name === "GOENV") return goEnvFile({ ...host.env, GOENV: undefined });
  if (go === undefined || name === "GOTOOLCHAIN") return undefined;
  const kept = Object.entries(host.env).filter(([key]) => !GO_VARIABLE.test(key));
  const env: Env = { ...Object.fromEntries(kept), GOENV: "off", GOTOOLCHAIN: "local" };
  try {
    const ran = await host.run([go, "env", name], { cwd: host.cwd, env, timeoutMs: TIMEOUT_MS });
    return ran.code === 0 ? ran.stdout.trimEnd() : undefined;
  } catch {
    return undefined;
  }
}

function jsonOf(origin: Origin) {
  return { value: publicValue(origin.value), ...placeOf(origin) };
}

function placeOf({ value: _value, ...place }: Origin) {
  return place;
}

/** Logins in URLs stay out (security S18). */
function shownValue({ value }: Origin): string {
  return shown(publicValue(value));
}

/** `environment`, `/home/me/.config/go/env:3`, `label 1.22.6@prod`, `Go's default`. */
function nameOf({ kind, file = "", line, label }: Origin): string {
  switch (kind) {
    case "goenv":
    case "goroot":
      return `${shown(file)}:${line}`;
    case "label":
      return `label ${label}`;
    case "default":
      return "Go's default";
    default:
      return kind;
  }
}
