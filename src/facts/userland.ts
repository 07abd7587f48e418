/**
 * For which processor the programs here are made, by three who know: the package
 * manager, and the header of the shell. The kernel may be another's: a 64-bit one runs
 * 32-bit systems, and a container has its host's.
 */
import { archOfDpkg, archOfRpm } from "./archname.ts";
import { ELF_HEAD, elfHead } from "./elfhead.ts";
import { defineFact, known } from "./fact.ts";
import type { FileAnswer, RunAnswer } from "./read.ts";

export interface Opinion {
  readonly by: "sh" | "dpkg" | "rpm";
  /** In its own words. */
  readonly said: string;
  /** Null for a word that is not known. */
  readonly goarch: string | null;
}

export interface Userland {
  /** The best witness first: what runs here, then what packages are made for. */
  readonly opinions: readonly Opinion[];
  /** Of the shell. */
  readonly endian: "little" | "big" | null;
}

export const userlandFact = defineFact({
  name: "userland",
  cost: "local",
  about: "for which processor the programs here are made",
  reads: (machine) =>
    machine.platform.startsWith("linux_")
      ? ([
          { file: "/bin/sh", max: ELF_HEAD, head: true },
          { argv: ["dpkg", "--print-architecture"], max: 256 },
          { argv: ["rpm", "-E", "%{_arch}"], max: 256 },
        ] as const)
      : ([] as const),
  parse: ([sh, dpkg, rpm]) => {
    const head = sh?.is === "file" ? elfHead(sh.bytes) : undefined;
    return known<Userland>({
      opinions: [
        ...opinionOfShell(sh),
        ...opinionOf("dpkg", dpkg, archOfDpkg),
        ...opinionOf("rpm", rpm, archOfRpm),
      ],
      endian: head?.endian ?? null,
    });
  },
});

function opinionOfShell(answer: FileAnswer | undefined): readonly Opinion[] {
  const head = answer?.is === "file" ? elfHead(answer.bytes) : undefined;
  if (head === undefined) return [];
  const { bits, goarch } = head;
  return [{ by: "sh", said: `ELF ${bits}-bit ${goarch ?? "of a machine not known"}`, goarch }];
}

/** A word, or nothing: an rpm without its macros prints `%{_arch}` back. */
function opinionOf(
  by: "dpkg" | "rpm",
  answer: RunAnswer | undefined,
  archOf: (word: string) => string | undefined,
): readonly Opinion[] {
  if (answer?.is !== "ended" || answer.code !== 0) return [];
  const said = answer.stdout.trim();
  return /^[\w-]+$/.test(said) ? [{ by, said, goarch: archOf(said) ?? null }] : [];
}
