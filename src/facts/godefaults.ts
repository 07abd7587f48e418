/** What Go takes where nothing is set (`go help environment`), as far as it can be told without running it. Pure. */
import { join } from "node:path";
import { goEnvFile } from "#host/env.ts";
import { DEFAULT_GOPROXY, DEFAULT_GOSUMDB } from "#model/defaults.ts";
import { compareVersions, type GoVersion, parseVersion } from "#model/version.ts";
import type { ActiveGo } from "./activego.ts";
import type { Machine } from "./fact.ts";

export interface Question {
  readonly machine: Machine;
  /** What is set, by environment and user's file. */
  readonly values: Readonly<Record<string, string>>;
  readonly activego: ActiveGo | null;
}

/** Undefined where there is none, or it depends on what only Go itself finds out. */
export function defaultOf(name: string, question: Question): string | undefined {
  const { machine, values, activego } = question;
  const [os = "", arch = ""] = machine.platform.split("_");
  switch (name) {
    case "GOPROXY":
      return isOld(activego) ? DEFAULT_GOPROXY : undefined;
    case "GOSUMDB":
      return isOld(activego) ? DEFAULT_GOSUMDB : undefined;
    case "GONOPROXY":
    case "GONOSUMDB":
      return values.GOPRIVATE;
    case "GOOS":
      return os;
    case "GOARCH":
      return arch;
    case "GOAMD64":
      return (values.GOARCH || arch) === "amd64" ? "v1" : undefined;
    case "GOFIPS140":
      return "off";
    case "GOROOT":
      return activego?.goroot ?? undefined;
    case "GOENV":
      return goEnvFile(machine.env);
    case "PKG_CONFIG":
      return "pkg-config";
    default:
      return directoryOf(name, question);
  }
}

/** Since Go 1.21 these are in GOROOT/go.env, and nowhere else. */
function isOld(activego: ActiveGo | null): boolean {
  const version = parseVersion(activego?.version ?? "");
  return version !== undefined && compareVersions(version, "1.21rc1" as GoVersion) < 0;
}

function directoryOf(name: string, { machine: { env, platform }, values }: Question) {
  const home = env.HOME || undefined;
  const gopath = values.GOPATH?.split(":")[0] || (home && join(home, "go"));
  const standard = platform.startsWith("darwin") ? "Library/Caches" : ".cache";
  const caches =
    (!platform.startsWith("darwin") && env.XDG_CACHE_HOME) || (home && join(home, standard));
  if (name === "GOPATH") return gopath;
  if (name === "GOMODCACHE") return gopath && join(gopath, "pkg", "mod");
  return name === "GOCACHE" ? caches && join(caches, "go-build") : undefined;
}
