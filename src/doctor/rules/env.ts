/** The rules about Go's environment, in the order of reports. */
import { checksumDatabaseOff } from "./env/checksum-database-off.ts";
import { go111moduleOff } from "./env/go111module-off.ts";
import { go111moduleUnknown } from "./env/go111module-unknown.ts";
import { gocacheUnusable } from "./env/gocache-unusable.ts";
import { goenvLineIgnored } from "./env/goenv-line-ignored.ts";
import { goenvUnreadable } from "./env/goenv-unreadable.ts";
import { goexperimentUnknown } from "./env/goexperiment-unknown.ts";
import { goflagsHarmful } from "./env/goflags-harmful.ts";
import { goinsecureSet } from "./env/goinsecure-set.ts";
import { gonosumcheckIgnored } from "./env/gonosumcheck-ignored.ts";
import { gopathIsGoroot } from "./env/gopath-is-goroot.ts";
import { gopathRelative } from "./env/gopath-relative.ts";
import { goproxyOff } from "./env/goproxy-off.ts";
import { goproxyUnparsable } from "./env/goproxy-unparsable.ts";
import { gorootExported } from "./env/goroot-exported.ts";
import { gorootInGoenv } from "./env/goroot-in-goenv.ts";
import { gosumdbInvalid } from "./env/gosumdb-invalid.ts";
import { gotoolchainMissing } from "./env/gotoolchain-missing.ts";
import { mixedTree } from "./env/mixed-tree.ts";
import { settingsBroken } from "./env/settings-broken.ts";
import { targetForeign } from "./env/target-foreign.ts";
import { targetUnknown } from "./env/target-unknown.ts";

export const ENV_RULES = [
  gorootExported,
  gorootInGoenv,
  goflagsHarmful,
  checksumDatabaseOff,
  gotoolchainMissing,
  gopathIsGoroot,
  mixedTree,
  goenvUnreadable,
  goenvLineIgnored,
  go111moduleOff,
  go111moduleUnknown,
  goexperimentUnknown,
  gosumdbInvalid,
  goinsecureSet,
  gonosumcheckIgnored,
  gocacheUnusable,
  gopathRelative,
  targetUnknown,
  targetForeign,
  goproxyUnparsable,
  goproxyOff,
  settingsBroken,
] as const;
