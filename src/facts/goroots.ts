/** Go trees in the places where they are usually put, on PATH (themselves too), and where GOROOT and GOPATH point. */
import { join } from "node:path";
import { defineFact, known } from "./fact.ts";
import { gosFact } from "./gos.ts";
import { gosteadFact } from "./gostead.ts";
import { settingsFact } from "./settings.ts";
import { versionIn } from "./version.ts";

export interface Goroot {
  readonly path: string;
  /** `go1.22.6`, from VERSION. */
  readonly version: string;
}

export const gorootsFact = defineFact({
  name: "goroots",
  cost: "instant",
  about: "Go trees in the usual places and where GOROOT and GOPATH point",
  needs: { gos: gosFact, settings: settingsFact, gostead: gosteadFact },
  reads: ({ env }, { gos, settings, gostead }) => {
    const home = env.HOME ? [join(env.HOME, "go"), join(env.HOME, ".local", "go")] : [];
    const found = new Set([
      ...gos.gos.flatMap(({ goroot }) => goroot ?? []),
      ...(settings.GOROOT?.value.startsWith("/") ? [settings.GOROOT.value] : []),
      ...gostead.installed.map((name) => join(gostead.root ?? "/", "toolchains", name)),
      "/usr/local/go",
      "/usr/lib/go",
      "/opt/go",
      ...home,
      ...treesOn(env.PATH),
      ...(settings.GOPATH?.value.split(":").filter((path) => path.startsWith("/")) ?? []),
    ]);
    return [...found].map((root) => ({ file: join(root, "VERSION"), max: 4096 }));
  },
  parse: (answers) => {
    const roots = answers.flatMap((answer): readonly Goroot[] => {
      const version = versionIn(answer);
      return version === null ? [] : [{ path: answer.path.replace(/\/VERSION$/, ""), version }];
    });
    return known({ roots });
  },
});

/** Entries where a tree may stand whose bin was meant. */
function treesOn(path: string | undefined): readonly string[] {
  const entries = (path ?? "").split(":").map((entry) => entry.replace(/(.)\/+$/, "$1"));
  return entries.filter((entry) => entry.startsWith("/") && !/\/s?bin$/.test(entry));
}
