/** The rules about C in this module's packages, in the order of reports. */
import { cgoCompilerOtherArch } from "./cgo/cgo-compiler-other-arch.ts";
import { cgoNeeded } from "./cgo/cgo-needed.ts";
import { cgoNoCompiler } from "./cgo/cgo-no-compiler.ts";
import { cgoNoPkgConfig } from "./cgo/cgo-no-pkg-config.ts";
import { cgoNotNeeded } from "./cgo/cgo-not-needed.ts";

export const CGO_RULES = [
  cgoNeeded,
  cgoNotNeeded,
  cgoNoCompiler,
  cgoCompilerOtherArch,
  cgoNoPkgConfig,
] as const;
