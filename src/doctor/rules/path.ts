/** The rules about PATH and the programs on it, in the order of reports. */
import { goDoesNotRun } from "./path/go-does-not-run.ts";
import { goNotInstalled } from "./path/go-not-installed.ts";
import { goNotOnPath } from "./path/go-not-on-path.ts";
import { goShadowed } from "./path/go-shadowed.ts";
import { gobinNotOnPath } from "./path/gobin-not-on-path.ts";
import { gorootBinNotFirst } from "./path/goroot-bin-not-first.ts";
import { pathEntryNoDirectory } from "./path/path-entry-no-directory.ts";
import { pathEntryRelative } from "./path/path-entry-relative.ts";
import { pathEntryTwice } from "./path/path-entry-twice.ts";
import { pathEntryWritable } from "./path/path-entry-writable.ts";
import { pathNamesLostGo } from "./path/path-names-lost-go.ts";
import { shimsBroken } from "./path/shims-broken.ts";

export const PATH_RULES = [
  goNotOnPath,
  goNotInstalled,
  goShadowed,
  gorootBinNotFirst,
  gobinNotOnPath,
  pathEntryTwice,
  pathNamesLostGo,
  pathEntryRelative,
  pathEntryWritable,
  pathEntryNoDirectory,
  goDoesNotRun,
  shimsBroken,
] as const;
