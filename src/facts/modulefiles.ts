/** What stands beside the go.mod here: hashes that go.sum lacks, directories that replace modules, what is vendored. */
import { dirname, isAbsolute, join } from "node:path";
import { defineFact, known, unknown } from "./fact.ts";
import { type Lacking, lackingIn, parseGoSum, replacementOf, type SumFault } from "./gosum.ts";
import { type ModuleHere, modulehereFact } from "./modulehere.ts";
import { type FileAnswer, type FileRead, textOf } from "./read.ts";
import { vendorFaults } from "./vendortxt.ts";

const MAX = 16 << 20;

export interface ReplacedBy {
  readonly path: string;
  readonly directory: string;
  /** Of go.mod. */
  readonly line: number;
  /** A required module is replaced by it: else go never looks. */
  readonly counts: boolean;
  /** It has a go.mod. */
  readonly there: boolean;
}

export interface ModuleFiles {
  readonly sum: {
    readonly file: string;
    readonly there: boolean;
    readonly malformed: readonly SumFault[];
    readonly lacking: readonly Lacking[];
  };
  readonly replaced: readonly ReplacedBy[];
  /** Null where nothing is vendored. */
  readonly vendor: { readonly file: string; readonly faults: readonly string[] } | null;
}

export const modulefilesFact = defineFact({
  name: "modulefiles",
  cost: "instant",
  about: "hashes that go.sum lacks, directories that replace modules, what is vendored otherwise",
  needs: { modulehere: modulehereFact },
  reads: (_, { modulehere }): readonly FileRead[] => {
    if (modulehere === null) return [];
    const at = dirname(modulehere.file);
    const work = modulehere.workspace === null ? [] : [`${modulehere.workspace}.sum`];
    return [
      { file: join(at, "vendor", "modules.txt"), max: MAX },
      ...directoriesOf(modulehere).map(({ directory }) => ({
        file: join(directory, "go.mod"),
        max: 1,
        head: true as const,
      })),
      ...[join(at, "go.sum"), ...work].map((file) => ({ file, max: MAX })),
    ];
  },
  parse: (answers, _, { modulehere }) => {
    if (modulehere === null) return known<ModuleFiles | null>(null);
    const replaced = directoriesOf(modulehere).map((one, index) => {
      return { ...one, there: answers[index + 1]?.is === "file" };
    });
    const [vendored, ...rest] = answers;
    const sums = rest.slice(replaced.length);
    const hidden = [vendored, ...sums].find((one) => one?.is === "unreadable");
    if (hidden?.is === "unreadable") return unknown(`${hidden.path}: ${hidden.reason}`);
    const vendor = textIn(vendored);
    return known<ModuleFiles | null>({
      sum: sumOf(modulehere, sums),
      replaced,
      vendor:
        vendor === null || vendored === undefined
          ? null
          : { file: vendored.path, faults: vendorFaults(vendor, modulehere.mod) },
    });
  },
});

function sumOf({ file, mod }: ModuleHere, sums: readonly FileAnswer[]): ModuleFiles["sum"] {
  const [own, ...others] = sums.map((answer) => parseGoSum(textIn(answer) ?? ""));
  const keys = new Set([own, ...others].flatMap((one) => [...(one?.keys ?? [])]));
  return {
    file: join(dirname(file), "go.sum"),
    there: sums[0]?.is === "file",
    malformed: own?.malformed ?? [],
    lacking: lackingIn(mod, keys),
  };
}

function directoriesOf({ file, mod }: ModuleHere): readonly Omit<ReplacedBy, "there">[] {
  return mod.replaces.flatMap((one) => {
    if (one.toVersion !== null) return [];
    const directory = isAbsolute(one.to) ? one.to : join(dirname(file), one.to);
    const counts = mod.requires.some(
      (required) => required.path === one.path && replacementOf(required, mod.replaces) === one,
    );
    return [{ path: one.path, directory, line: one.line, counts }];
  });
}

function textIn(answer: FileAnswer | undefined): string | null {
  const read = answer === undefined ? undefined : textOf(answer);
  return read?.is === "text" ? read.text : null;
}
