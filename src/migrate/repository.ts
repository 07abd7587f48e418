/** What a scan knows of one repository: the noun that plan and apply work with. */
import type { Locked } from "./lock.ts";
import type { Vcs } from "./vcs.ts";

export interface Place {
  /** Relative to the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface Repository {
  /** Absolute. */
  readonly directory: string;
  /** From its place below src; null for one that lies elsewhere. */
  readonly importPath: string | null;
  readonly vcs: Vcs;
  /** Without secrets; null where none can be seen. */
  readonly remote: string | null;
  /** What its go.mod says it is; null where it has none. */
  readonly module: string | null;
  /** Directories with Go files, relative; the repository itself is `.`. */
  readonly packages: readonly string[];
  /** Import paths as they are written, each with the first place. */
  readonly imports: ReadonlyMap<string, Place>;
  /** Files that name Go versions older than some number in a constraint `!go1.N`, by N. */
  readonly olderThan: readonly (Place & { readonly minor: number })[];
  /** Files of the vendoring tools that it holds, and `vendor/`. */
  readonly vendoring: readonly string[];
  readonly locked: readonly Locked[];
  /** Imports that its own vendor/ holds: GOPATH mode takes those, whatever lies beside. */
  readonly vendored: ReadonlySet<string>;
  /** GO111MODULE in its CI files and scripts, and its value. */
  readonly mentions: readonly (Place & { readonly value: string })[];
  /** What could not be read, relative, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/** The path that the repository has, or will have as a module; undefined where nothing tells. */
export type ModuleOf = (repository: Repository) => string | undefined;
