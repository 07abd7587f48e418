/**
 * A draft that a person has read, and how it becomes policy: what to run as root, as
 * actions that `undo` takes back. On trial the domains are made permissive, the profiles complain. Pure.
 */
import type { Action } from "#model/action.ts";
import { APPARMOR_HEAD } from "./apparmor.ts";
import { PROFILE } from "./apparmorrule.ts";
import { SELINUX_HEAD } from "./selinux.ts";

export interface SelinuxModule {
  readonly kind: "selinux";
  /** checkmodule wants its output to be named so. */
  readonly name: string;
  /** Domains that get a rule. */
  readonly domains: readonly string[];
}

export interface ApparmorSection {
  readonly profile: string;
  readonly lines: readonly string[];
}

export interface ApparmorLines {
  readonly kind: "apparmor";
  readonly sections: readonly ApparmorSection[];
}

/** What a file holds; undefined when it is no draft, or one without a rule. */
export function parseDraft(text: string): SelinuxModule | ApparmorLines | undefined {
  const lines = text.split(/\r?\n/);
  if (lines[0] === APPARMOR_HEAD) {
    const sections = sectionsIn(lines);
    return sections.length === 0 ? undefined : { kind: "apparmor", sections };
  }
  const [, name] = /^module (\w{1,60}) [\d.]+;$/m.exec(text) ?? [];
  if (lines[0] !== SELINUX_HEAD || name === undefined) return undefined;
  const domains = [...text.matchAll(/^allow (\w+) /gm)].map(([, domain = ""]) => domain);
  return { kind: "selinux", name, domains: [...new Set(domains)] };
}

function sectionsIn(lines: readonly string[]): readonly ApparmorSection[] {
  const sections: { profile: string; lines: string[] }[] = [];
  for (const line of lines) {
    const [, profile] = /^# for profile "([^"]*)"$/.exec(line) ?? [];
    if (profile !== undefined && PROFILE.test(profile)) sections.push({ profile, lines: [] });
    else if (line.startsWith("# refused: ") || line.trim() === "") continue;
    else sections.at(-1)?.lines.push(line);
  }
  return sections.filter(({ lines: own }) => own.some((line) => !line.startsWith("#")));
}

/** As Debian and Ubuntu name a profile's file: `/usr/bin/go` lies in `usr.bin.go`. */
export function fileOf(profile: string): string {
  return profile.replace(/^\//, "").replaceAll("/", ".");
}

const PROFILES = "/etc/apparmor.d";

export const profileFile = (profile: string) => `${PROFILES}/${fileOf(profile)}`;

/** Whether a profile's text reads what we put into local/. */
export function includesLocal(text: string, profile: string): boolean {
  const name = fileOf(profile).replace(/[.+]/g, "\\$&");
  return new RegExp(`^\\s*#?include (if exists )?<local/${name}>`, "m").test(text);
}

/** A module from its source: what is run before any action, as anybody. */
export function compileCommands(name: string, source: string, directory: string): string[][] {
  const made = `${directory}/${name}`;
  return [
    ["checkmodule", "-M", "-m", "-o", `${made}.mod`, source],
    ["semodule_package", "-o", `${made}.pp`, "-m", `${made}.mod`],
  ];
}

/** Loads the module; on trial nothing is refused to its domains any more, only written down. */
export function selinuxActions(
  { name, domains }: SelinuxModule,
  directory: string,
  trial: boolean,
): readonly Action[] {
  const load: Action = {
    kind: "run",
    argv: ["semodule", "-i", `${directory}/${name}.pp`],
    inverse: ["semodule", "-r", name],
  };
  const permissive = domains.map((domain): Action => {
    const semanage = (flag: string) => ["semanage", "permissive", flag, domain];
    return { kind: "run", argv: semanage("-a"), inverse: semanage("-d") };
  });
  return trial ? [load, ...permissive] : [load];
}

/**
 * The lines in local/, and the profile read anew. Undone from the last to the first: the first
 * one reads the profile again once the lines are gone.
 */
export function apparmorActions({ sections }: ApparmorLines, trial: boolean): readonly Action[] {
  return sections.flatMap(({ profile, lines }): Action[] => {
    const plain = ["apparmor_parser", "-r", profileFile(profile)];
    const argv = trial ? ["apparmor_parser", "-r", "-C", profileFile(profile)] : plain;
    const read: Action = { kind: "run", argv, inverse: plain };
    const path = `${PROFILES}/local/${fileOf(profile)}`;
    return [read, { kind: "block", path, name: "lsm", lines }, read];
  });
}

/** A profile of nothing but a section, for the parser to check. */
export function checkable({ sections }: ApparmorLines): string {
  return sections
    .map(({ lines }, at) => `profile gostead-check-${at} {\n${lines.join("\n")}\n}\n`)
    .join("");
}
