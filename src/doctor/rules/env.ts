/** The rules about Go's environment, in the order of reports. */
import { checksumDatabaseOff } from "./env/checksum-database-off.ts";
import { go111moduleOff } from "./env/go111module-off.ts";
import { go111moduleUnknown } from "./env/go111module-unknown.ts";
import { goenvUnreadable } from "./env/goenv-unreadable.ts";
import { goexperimentUnknown } from "./env/goexperiment-unknown.ts";
import { goflagsHarmful } from "./env/goflags-harmful.ts";
import { goinsecureSet } from "./env/goinsecure-set.ts";
import { gonosumcheckIgnored } from "./env/gonosumcheck-ignored.ts";
import { gopathIsGoroot } from "./env/gopath-is-goroot.ts";
import { gorootExported } from "./env/goroot-exported.ts";
import { gorootInGoenv } from "./env/goroot-in-goenv.ts";
import { gosumdbInvalid } from "./env/gosumdb-invalid.ts";
import { gotoolchainMissing } from "./env/gotoolchain-missing.ts";
import { mixedTree } from "./env/mixed-tree.ts";

export const ENV_RULES = [
  gorootExported,
  gorootInGoenv,
  goflagsHarmful,
  checksumDatabaseOff,
  gotoolchainMissing,
  gopathIsGoroot,
  mixedTree,
  goenvUnreadable,
  go111moduleOff,
  go111moduleUnknown,
  goexperimentUnknown,
  gosumdbInvalid,
  goinsecureSet,
  gonosumcheckIgnored,
] as const;
