/** The rules about Go's environment, in the order of reports. */
import { checksumDatabaseOff } from "./env/checksum-database-off.ts";
import { goflagsHarmful } from "./env/goflags-harmful.ts";
import { gopathIsGoroot } from "./env/gopath-is-goroot.ts";
import { gorootExported } from "./env/goroot-exported.ts";
import { gorootInGoenv } from "./env/goroot-in-goenv.ts";
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
] as const;
