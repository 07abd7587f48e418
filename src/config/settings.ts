/**
 * Every setting with who said it. From the highest: flag, environment, project
 * (gostead.yaml), user (config.yaml, then Go's own settings file), system,
 * default. What a project file may say by itself, and what needs `gostead allow`,
 * is in keys.ts (security S7).
 */
import { type Env, goEnvFile, goSetting } from "#host/env.ts";
import type { Home } from "#host/paths.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { Allowance } from "./allowed.ts";
import type { Said } from "./document.ts";
import { readSettingsFile } from "./file.ts";
import { projectFiles, SYSTEM_FILE, userFile } from "./find.ts";
import { type Key, parseValue, RULES, type Rule, type Values } from "./keys.ts";
import { refusalOf } from "./refusal.ts";

export type Layer = "flag" | "env" | "project" | "user" | "system" | "default";

export interface Origin {
  readonly layer: Layer;
  readonly file?: string;
  readonly line?: number;
}

export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** A flag that says the same as a key; without text when it was not given. */
export interface Flag {
  readonly name: string;
  readonly text: string | undefined;
}

export interface Settings {
  /** Throws `usage` for a flag and `bad-setting` for a variable with no such value. */
  get<K extends Key>(key: K, flag?: Flag): Setting<Values[K]> | undefined;
}

export interface Question {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Env;
  /** Built on first use: without a project file nobody asks for it. */
  readonly home: () => Home;
  /** The caller's; undefined where files have no owners. */
  readonly uid: number | undefined;
  readonly defaults: Partial<Values>;
  readonly systemFile?: string;
  /** Hears of each file and key that does not count, and why. */
  readonly onIgnored: (notice: string) => void;
}

/** A file's settings that count. */
interface FileLayer {
  readonly layer: Layer;
  readonly file: string;
  readonly said: readonly Said[];
}

/** Reads the files; loads no YAML library when there is none. Throws `bad-setting`. */
export async function loadSettings(question: Question): Promise<Settings> {
  const { systemFile = SYSTEM_FILE, env } = question;
  const project = await projectLayer(question);
  const own = await ownLayer("user", userFile(env), question);
  const system = await ownLayer("system", systemFile, question);
  return {
    get: (key, flag) => settle({ key, flag, files: [project, own, system] }, question),
  };
}

async function ownLayer(
  layer: Layer,
  file: string | undefined,
  question: Question,
): Promise<FileLayer | undefined> {
  const found = file === undefined ? undefined : readCounting(file, question);
  if (file === undefined || found === undefined) return undefined;
  return { layer, file, said: await parse(found.bytes, file) };
}

/** The nearest project file with what counts of it; the rest is told. */
async function projectLayer(question: Question): Promise<FileLayer | undefined> {
  const found = findProject(question);
  if (found === undefined) return undefined;
  const { file, path, bytes } = found;
  const said = await parse(bytes, file);
  const allowance = await allowanceFor(said, { path, bytes }, question);
  for (const one of said) {
    const why = refusalOf(RULES[one.key].trust, allowance);
    if (why !== undefined) {
      question.onIgnored(`${file}:${one.line}:${one.column}: ${one.key} is ignored: ${why}`);
    }
  }
  const counting = said.filter(({ key }) => refusalOf(RULES[key].trust, allowance) === undefined);
  return { layer: "project", file, said: counting };
}

/** A file that says nothing but what counts anyway needs no list of what is allowed. */
async function allowanceFor(
  said: readonly Said[],
  { path, bytes }: { path: string; bytes: Uint8Array },
  { home, uid }: Question,
): Promise<Allowance> {
  if (said.every(({ key }) => refusalOf(RULES[key].trust, "none") === undefined)) return "none";
  const { allowanceOf, readAllowed } = await import("./allowed.ts");
  return allowanceOf(await readAllowed(home(), uid), path, bytes);
}

export interface Found {
  /** As it was found. */
  readonly file: string;
  /** The real one. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The nearest gostead.yaml that counts; those on the way that do not are told. */
export function findProject(question: Pick<Question, "cwd" | "uid" | "onIgnored">) {
  for (const file of projectFiles(question.cwd)) {
    const found = readCounting(file, question);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Reads one file; undefined when there is none, or when it is not believed, which is told. */
export function readCounting(
  file: string,
  { uid, onIgnored }: Pick<Question, "uid" | "onIgnored">,
): Found | undefined {
  const found = readSettingsFile(file, uid);
  if (found.kind === "ignored") onIgnored(`${file} is ignored: ${found.why}`);
  return found.kind === "read" ? { file, path: found.path, bytes: found.bytes } : undefined;
}

/** What a file's bytes set. */
export async function parse(bytes: Uint8Array, file: string): Promise<Said[]> {
  return (await import("./document.ts")).parseSettings(bytes, file);
}

interface Wanted<K extends Key> {
  readonly key: K;
  readonly flag: Flag | undefined;
  readonly files: readonly (FileLayer | undefined)[];
}

function settle<K extends Key>(
  wanted: Wanted<K>,
  question: Question,
): Setting<Values[K]> | undefined {
  const rule: Rule<Values[K]> = RULES[wanted.key];
  const { compare } = rule;
  const all = settingsOf(wanted, rule, question);
  if (compare === undefined) return all.next().value;
  // `sort` keeps the order of equals: the highest layer is named.
  return [...all].sort((a, b) => compare(b.value, a.value))[0];
}

/** What each layer says, the highest first. Lower layers are read only when asked for. */
function* settingsOf<K extends Key>(
  { key, flag, files }: Wanted<K>,
  rule: Rule<Values[K]>,
  { env, defaults }: Question,
): Generator<Setting<Values[K]>, undefined> {
  if (flag?.text !== undefined) yield given(flag.text, flag.name, { rule, layer: "flag" });
  const variable = rule.env === undefined ? undefined : env[rule.env];
  if (rule.env !== undefined && variable) yield given(variable, rule.env, { rule, layer: "env" });
  const [project, user, system] = files.map((file) => fromFile(key, file));
  if (project !== undefined) yield project;
  if (user !== undefined) yield user;
  const go = rule.inGoEnv && rule.env !== undefined ? goSetting(env, rule.env) : undefined;
  if (go?.origin === "user") {
    // A file that GOENV names is the word of whoever set that variable (S5).
    const layer = env.GOENV ? "env" : "user";
    const { value } = given(go.value, rule.env ?? "", { rule, layer });
    yield { value, origin: { layer, file: goEnvFile(env) ?? "" } };
  }
  if (system !== undefined) yield system;
  const standard: Values[K] | undefined = defaults[key];
  if (standard !== undefined) yield { value: standard, origin: { layer: "default" } };
}

function fromFile<K extends Key>(
  key: K,
  layer: FileLayer | undefined,
): Setting<Values[K]> | undefined {
  const said = layer?.said.find((one) => one.key === key);
  const value = said === undefined ? undefined : parseValue(key, said.text);
  if (layer === undefined || said === undefined || value === undefined) return undefined;
  return { value, origin: { layer: layer.layer, file: layer.file, line: said.line } };
}

function given<T>(text: string, name: string, as: { rule: Rule<T>; layer: Layer }): Setting<T> {
  const value = as.rule.parse(text);
  if (value !== undefined) return { value, origin: { layer: as.layer } };
  const code = as.layer === "flag" ? "usage" : "bad-setting";
  throw new GosteadError(code, `${name} must be ${as.rule.wants}, not ${quoted(text)}`, {
    fix: `correct ${name}, or leave it out`,
  });
}
