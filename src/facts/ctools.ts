/** The C compiler that Go would call (CC, else gcc, or clang where that is the system's) and pkg-config, on PATH; and for which machine the compiler compiles. */
import { isAbsolute, join } from "node:path";
import { defineFact, known, type Machine } from "./fact.ts";
import { pathFact } from "./path.ts";
import type { FileAnswer } from "./read.ts";
import { settingsFact } from "./settings.ts";

interface Needed {
  readonly settings: Readonly<Record<string, { readonly value: string }>>;
  readonly path: { readonly entries: readonly { readonly text: string; readonly state: string }[] };
}

const CLANG = /^(darwin|ios|freebsd|openbsd)_/;

/** The program and what may follow it: `ccache gcc`, `zig cc`. A quoted path keeps its blanks. */
function compilerOf({ settings }: Needed, { platform }: Machine): readonly string[] {
  const words = settings.CC?.value.match(/'[^']*'|"[^"]*"|\S+/g);
  const standard = [CLANG.test(platform) ? "clang" : "gcc"];
  return words?.map((word) => word.replace(/^(['"])(.*)\1$/, "$2")) ?? standard;
}

function pkgConfigOf({ settings }: Needed): string {
  return settings.PKG_CONFIG?.value ?? "pkg-config";
}

function placesOf(program: string, { path }: Needed): readonly string[] {
  if (isAbsolute(program)) return [program];
  const directories = path.entries.filter(({ state }) => state === "directory");
  return program.includes("/") ? [] : directories.map(({ text }) => join(text, program));
}

export interface CFiles {
  /** What was looked for. */
  readonly wanted: string;
  /** The program with the words that follow it; null where there is none. */
  readonly compiler: readonly string[] | null;
  readonly pkgConfig: string | null;
}

export const cfilesFact = defineFact({
  name: "cfiles",
  cost: "instant",
  about: "the C compiler and the pkg-config that Go would call",
  needs: { settings: settingsFact, path: pathFact },
  reads: (machine, needed) =>
    [compilerOf(needed, machine)[0] ?? "", pkgConfigOf(needed)]
      .flatMap((program) => placesOf(program, needed))
      .map((file) => ({ file, max: 1, head: true as const })),
  parse: (answers, machine, needed) => {
    const there = new Set(answers.filter(isProgram).map(({ path }) => path));
    const find = (program: string) => placesOf(program, needed).find((one) => there.has(one));
    const [program = "", ...words] = compilerOf(needed, machine);
    const found = find(program);
    return known<CFiles>({
      wanted: program,
      compiler: found === undefined ? null : [found, ...words],
      pkgConfig: find(pkgConfigOf(needed)) ?? null,
    });
  },
});

function isProgram(answer: FileAnswer): boolean {
  return answer.is === "file" && answer.executable;
}

export const ctargetFact = defineFact({
  name: "ctarget",
  cost: "local",
  about: "for which machine the C compiler compiles (runs it with -dumpmachine)",
  needs: { cfiles: cfilesFact },
  reads: (_, { cfiles: { compiler } }) =>
    compiler === null ? [] : [{ argv: [...compiler, "-dumpmachine"], max: 4096 }],
  parse: ([answer]) => {
    const said = answer?.is === "ended" && answer.code === 0 ? answer.stdout.trim() : "";
    return known({ triple: /^[\w.]+(-[\w.]+)+$/.test(said) ? said : null });
  },
});
