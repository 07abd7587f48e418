/**
 * The Go that runs here: the first on PATH, or the tree that gostead's shim stands for. Its
 * release day is in the second line of VERSION since Go 1.21: `time 2024-07-30T15:49:03Z`.
 */
import { join } from "node:path";
import { parseVersion } from "#model/version.ts";
import { defineFact, known, type Machine } from "./fact.ts";
import { type GoRun, gorunsFact, standsForNothing } from "./goruns.ts";
import { type Go, gosFact } from "./gos.ts";
import { gosteadFact } from "./gostead.ts";
import { textOf } from "./read.ts";
import { parseVersionFile } from "./version.ts";

export interface ActiveGo {
  /** As a shell finds it. */
  readonly path: string;
  readonly goroot: string | null;
  /** `1.22.6`; null where neither its files nor itself tell. */
  readonly version: string | null;
  /** RFC 3339. */
  readonly released: string | null;
  readonly managed: boolean;
  readonly proven: boolean;
  /** Where gostead had it from. */
  readonly source: string | null;
}

interface Needed {
  readonly gos: { readonly gos: readonly Go[] };
  readonly gostead: { readonly root: string | null };
  readonly goruns: { readonly first: GoRun | null };
}

export const activegoFact = defineFact({
  name: "activego",
  cost: "local",
  about: "the Go that runs here: its tree, version, release day and proof",
  needs: { gos: gosFact, gostead: gosteadFact, goruns: gorunsFact },
  reads: (machine, needed) => {
    const goroot = gorootOf(machine, needed);
    return goroot === null ? [] : [{ file: join(goroot, "VERSION"), max: 4096 }];
  },
  parse: ([answer], machine, needed) => {
    const [first] = needed.gos.gos;
    if (first === undefined || isEmptyShim(first, needed)) return known<ActiveGo | null>(null);
    const read = answer === undefined ? undefined : textOf(answer);
    const text = read?.is === "text" ? read.text : "";
    const goroot = gorootOf(machine, needed);
    const proof = goroot === null ? undefined : machine.asked?.proofOf(goroot);
    const said = parseVersionFile(text) ?? needed.goruns.first?.version ?? "";
    return known<ActiveGo | null>({
      path: first.path,
      goroot,
      version: parseVersion(said.replace(/^go/, "")) ?? null,
      released: /^time (\d{4}-\d{2}-\d{2}T\S+)$/m.exec(text)?.[1] ?? null,
      managed: isManaged(goroot, needed),
      proven: proof?.proven ?? false,
      source: proof?.source ?? null,
    });
  },
});

/** It is on PATH, and no toolchain is behind it: no Go runs. */
function isEmptyShim({ kind }: Go, { goruns: { first } }: Needed): boolean {
  return kind === "gostead" && first !== null && standsForNothing(first);
}

/** A shim is in no tree: gostead knows for which it stands, else the version that it says tells. */
function gorootOf({ asked, platform }: Machine, { gos, gostead, goruns }: Needed): string | null {
  const [first] = gos.gos;
  if (first === undefined || first.goroot !== null) return first?.goroot ?? null;
  if (first.kind !== "gostead") return null;
  if (asked?.managed !== undefined) return asked.managed.goroot;
  const version = goruns.first?.version;
  return version == null || gostead.root === null
    ? null
    : join(gostead.root, "toolchains", `${version}.${platform.replace("_", "-")}`);
}

function isManaged(goroot: string | null, { gostead: { root } }: Needed): boolean {
  return goroot !== null && root !== null && goroot.startsWith(`${root}/`);
}
