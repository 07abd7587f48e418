/**
 * GOTOOLCHAIN and whether what it names is on this machine. Its grammar:
 * `local`, `auto`, `path`, `goX.Y.Z`, and the latter or `local` with `+auto` or
 * `+path` behind. https://go.dev/doc/toolchain#select
 */
import { join } from "node:path";
import { defineFact, known, type Machine } from "./fact.ts";
import { gosFact } from "./gos.ts";
import { gosteadFact } from "./gostead.ts";
import { pathFact } from "./path.ts";
import type { FileRead } from "./read.ts";
import { type Setting, settingsFact } from "./settings.ts";

export interface GoToolchain {
  readonly value: string;
  readonly origin: "env" | "user";
  /** False: Go refuses the value, whatever it is asked to do. */
  readonly valid: boolean;
  /** `go1.25.3`; null when no version is named. */
  readonly version: string | null;
  /** Where it is; null when nowhere. */
  readonly at: string | null;
  /** Go may fetch it. */
  readonly download: boolean;
}

const GRAMMAR =
  /^(?:auto|path|(?:local|(go\d+\.\d+(?:\.\d+)?(?:(?:rc|beta)\d+)?(?:-[\w.-]+)?))(\+(?:auto|path))?)$/;

type Settings = Readonly<Record<string, Setting>>;

function namedBy(settings: Settings): string | undefined {
  return GRAMMAR.exec(settings.GOTOOLCHAIN?.value ?? "")?.[1];
}

export const gotoolchainFact = defineFact({
  name: "gotoolchain",
  cost: "instant",
  about: "GOTOOLCHAIN, and whether what it names is here",
  needs: { settings: settingsFact, path: pathFact, gos: gosFact, gostead: gosteadFact },
  reads: (machine, { settings, path, gostead }): readonly FileRead[] => {
    const version = namedBy(settings);
    if (version === undefined) return [];
    const directories = path.entries.filter(({ state }) => state === "directory");
    const platform = machine.platform.replace("_", "-");
    const own = join(gostead.root ?? "/", "toolchains", `${version}.${platform}`);
    const trees = [own, ...downloaded(machine, settings, `${version}.${platform}`)];
    return [
      ...directories.map(({ text }) => ({
        file: join(text, version),
        max: 16,
        head: true as const,
      })),
      ...trees.map((tree) => ({ file: join(tree, "VERSION"), max: 4096 })),
    ];
  },
  parse: (answers, _, { settings, gos }) => {
    const setting = settings.GOTOOLCHAIN;
    if (setting === undefined) return known<GoToolchain | null>(null);
    const version = namedBy(settings) ?? null;
    const own = gos.gos.find((go) => version !== null && go.version === version)?.path;
    const found = answers.find(({ is }) => is === "file")?.path;
    const offline = settings.GOPROXY?.value === "off" || setting.value.endsWith("+path");
    return known<GoToolchain | null>({
      ...setting,
      valid: GRAMMAR.test(setting.value),
      version,
      at: own ?? found ?? null,
      download: !offline,
    });
  },
});

/** Where Go itself keeps what it fetched. */
function downloaded({ env }: Machine, settings: Settings, name: string): readonly string[] {
  const gopath = settings.GOPATH?.value.split(":")[0] || (env.HOME && join(env.HOME, "go"));
  const cache = settings.GOMODCACHE?.value || (gopath && join(gopath, "pkg", "mod"));
  return cache?.startsWith("/") ? [join(cache, "golang.org", `toolchain@v0.0.1-${name}`)] : [];
}
