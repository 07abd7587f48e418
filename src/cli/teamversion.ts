/**
 * Which version a team's files say, both of them: an own pin stays, and the other file says the same; else the word,
 * else the template's, else what the project asks for in another file.
 */
import { GosteadError } from "#model/error.ts";
import { parseQuery } from "#model/query.ts";
import { belowModule } from "#pin/below.ts";
import { badPin } from "#pin/error.ts";
import { explainPin } from "#pin/explain.ts";
import { PIN_FILES, type Pin } from "#pin/pin.ts";
import { READERS } from "#pin/read.ts";
import type { TeamAsk } from "#setup/team.ts";
import type { CliContext } from "./context.ts";
import { questionHere } from "./here.ts";
import { openEngine } from "./open.ts";
import { isWithin, type Project } from "./pintarget.ts";
import { wordToPin } from "./pinword.ts";
import { shown } from "./render.ts";
import type { Template } from "./teamtemplate.ts";

export interface VersionWish {
  readonly word: string | undefined;
  readonly template: Template | undefined;
  readonly own: TeamAsk["own"];
  readonly project: Project;
}

export interface TeamVersion {
  readonly version: string;
  /** Pins that say another one than was asked for: one sentence each. */
  readonly left: readonly string[];
}

/** Throws `usage` without any pin, `bad-pin`, `pin-below-module`, and what finding the newest one throws. */
export async function teamVersion(context: CliContext, wish: VersionWish): Promise<TeamVersion> {
  const { own, project } = wish;
  const { root } = project;
  const asked = await askedFor(context, wish);
  const [first, second] = [
    pinIn(".go-version", root, own[".go-version"]),
    pinIn(".goenv", root, own[".goenv"]),
  ];
  const kept = first ?? second;
  const here = kept === undefined && asked !== undefined ? otherPin(context, root) : undefined;
  const version = kept?.word ?? asked ?? projectWord(context, root);
  const pin = { word: version, kind: ".go-version", file: `${root}/.go-version`, line: 1 } as const;
  requireVersion(version);
  refuseBelow(context, project, kept ?? pin);
  const left = [kept, here].flatMap((one) =>
    one === undefined || asked === undefined || one.word === asked ? [] : [stays(one, asked)],
  );
  return { version, left };
}

/** A pin file may also say `system`, or a word that only its writer has a version for. */
function requireVersion(word: string): void {
  if (word !== "system") return void parseQuery(word.replace(/@.*$/s, ""));
  throw new GosteadError("usage", "a team cannot agree on system: each machine has another", {
    fix: "name a version, such as 1.22.6",
  });
}

async function askedFor(
  context: CliContext,
  { word, template }: VersionWish,
): Promise<string | undefined> {
  const text = word ?? template?.fields.find(({ key }) => key === "GO_VERSION")?.value;
  if (text === undefined) return undefined;
  return await wordToPin(context, await openEngine(context), { text, exact: false });
}

/** What a text of the project pins; undefined when it says nothing of Go. Throws `bad-pin`. */
function pinIn(kind: ".go-version" | ".goenv", root: string, text: string | undefined) {
  const said = text === undefined ? undefined : READERS[kind](Buffer.from(text).toString("latin1"));
  if (said === undefined) return undefined;
  const file = `${root}/${kind}`;
  if ("bad" in said) throw badPin(said, file);
  return { word: said.word, kind, file, line: said.line } satisfies Pin;
}

/** What counts here whatever this shell's variables say. */
function explained(context: CliContext, root: string) {
  const { winner, error } = explainPin({ ...questionHere(context), env: {} });
  const isOurs = winner?.file !== undefined && isWithin(winner.file, root);
  return { winner: isOurs ? winner : undefined, error };
}

/** Another file's pin, such as mise.toml's, that comes before or behind what is written. */
function otherPin(context: CliContext, root: string): Pin | undefined {
  const { winner } = explained(context, root);
  const isPin = PIN_FILES.some((name) => name === winner?.kind);
  const isWritten = winner?.file === `${root}/.goenv` || winner?.file === `${root}/.go-version`;
  return isPin && !isWritten ? winner : undefined;
}

function projectWord(context: CliContext, root: string): string {
  const { winner, error } = explained(context, root);
  if (winner !== undefined) return winner.word;
  if (error !== undefined) throw error;
  throw new GosteadError("usage", `${shown(root)} pins no version, and none was named`, {
    fix: "gostead setup team 1.22.6",
  });
}

function refuseBelow({ host }: CliContext, { module }: Project, pin: Pin): void {
  const error = module === undefined ? undefined : belowModule(host.home.root, pin, module);
  if (error === undefined) return;
  const fix = error.fix === undefined ? {} : { fix: error.fix };
  throw new GosteadError(error.code, error.message.replace("asks", "would ask"), fix);
}

function stays({ file = "", line, word }: Pin, asked: string): string {
  return `${file}:${line} says ${word} and stays: run gostead pin ${asked}, then this again`;
}
