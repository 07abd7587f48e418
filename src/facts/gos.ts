/**
 * Every `go` on PATH in order: whose it is, its GOROOT and its version, told by
 * files alone. A wrapper's version depends on where it is called: it has none here.
 */
import { dirname, join } from "node:path";
import { defineFact, known, type Machine } from "./fact.ts";
import { type GoFile, gofilesFact } from "./gofiles.ts";
import { versionIn } from "./version.ts";

export type GoKind =
  | "gostead"
  | "goenv"
  | "asdf"
  | "mise"
  | "distro"
  | "snap"
  | "brew"
  | "nix"
  | "tarball"
  | "wrapper"
  | "unknown";

export interface Go {
  readonly position: number;
  readonly path: string;
  readonly real: string;
  readonly kind: GoKind;
  /** The tree that it runs from; null for a wrapper and where none is around it. */
  readonly goroot: string | null;
  /** `go1.22.6`, from VERSION. */
  readonly version: string | null;
}

const rootOf = ({ real }: GoFile) => dirname(dirname(real));

export const gosFact = defineFact({
  name: "gos",
  cost: "instant",
  about: "every go on PATH: whose it is, GOROOT, version",
  needs: { gofiles: gofilesFact },
  reads: (_, { gofiles }) =>
    gofiles.files.map((file) => ({ file: join(rootOf(file), "VERSION"), max: 4096 })),
  parse: (answers, machine, { gofiles }) => {
    const gos = gofiles.files.map((file, at): Go => {
      const answer = answers[at];
      const version = file.form === "script" || !answer ? null : versionIn(answer);
      const goroot = version === null ? null : rootOf(file);
      const { position, path, real } = file;
      return { position, path, real, kind: kindOf(file, goroot, machine), goroot, version };
    });
    return known({ gos });
  },
});

function kindOf(file: GoFile, goroot: string | null, { gostead }: Machine): GoKind {
  const { path, real, form, calls } = file;
  const below = (part: string) => path.includes(part) || real.includes(part);
  if (gostead !== undefined && (within(path, gostead) || within(real, gostead))) return "gostead";
  if (calls === "gostead") return "gostead";
  if (calls === "goenv" || below("/.goenv/")) return "goenv";
  if (calls === "asdf" || below("/.asdf/")) return "asdf";
  if (calls === "mise" || below("/mise/") || real.endsWith("/mise")) return "mise";
  if (form === "script") return "wrapper";
  if (/^\/snap\//.test(path) || /^\/(snap|var\/lib\/snapd)\/|\/bin\/snap$/.test(real))
    return "snap";
  if (below("/Cellar/") || below("/linuxbrew/") || below("/opt/homebrew/")) return "brew";
  if (/^\/nix\//.test(real)) return "nix";
  if (/^\/(usr\/(bin|lib|lib64|share)|bin)\//.test(real)) return "distro";
  return goroot === null ? "unknown" : "tarball";
}

function within(path: string, directory: string): boolean {
  return path.startsWith(`${directory}/`);
}
