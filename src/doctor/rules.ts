/** Every rule, in the order of reports. */
import type { Rule } from "./rule.ts";
import { checksumDatabaseOff } from "./rules/env/checksum-database-off.ts";
import { goflagsHarmful } from "./rules/env/goflags-harmful.ts";
import { gopathIsGoroot } from "./rules/env/gopath-is-goroot.ts";
import { gorootExported } from "./rules/env/goroot-exported.ts";
import { gorootInGoenv } from "./rules/env/goroot-in-goenv.ts";
import { gotoolchainMissing } from "./rules/env/gotoolchain-missing.ts";
import { mixedTree } from "./rules/env/mixed-tree.ts";
import { lsmDenials } from "./rules/lsm/lsm-denials.ts";
import { goDoesNotRun } from "./rules/path/go-does-not-run.ts";
import { goNotOnPath } from "./rules/path/go-not-on-path.ts";
import { goShadowed } from "./rules/path/go-shadowed.ts";
import { gobinNotOnPath } from "./rules/path/gobin-not-on-path.ts";
import { gorootBinNotFirst } from "./rules/path/goroot-bin-not-first.ts";
import { pathEntryNoDirectory } from "./rules/path/path-entry-no-directory.ts";
import { pathEntryRelative } from "./rules/path/path-entry-relative.ts";
import { pathEntryTwice } from "./rules/path/path-entry-twice.ts";
import { pathEntryWritable } from "./rules/path/path-entry-writable.ts";
import { pathNamesLostGo } from "./rules/path/path-names-lost-go.ts";
import { homeInGopath } from "./rules/paths/home-in-gopath.ts";
import { homeNoexec } from "./rules/paths/home-noexec.ts";
import { homeOnNetwork } from "./rules/paths/home-on-network.ts";
import { homeVolatile } from "./rules/paths/home-volatile.ts";
import { pathUnusual } from "./rules/paths/path-unusual.ts";
import { rootOnPath } from "./rules/paths/root-on-path.ts";
import { usrLocalGoMissing } from "./rules/paths/usr-local-go-missing.ts";
import { usrLocalGoTaken } from "./rules/paths/usr-local-go-taken.ts";
import { homeOpenToOthers } from "./rules/perms/home-open-to-others.ts";
import { selinuxLabelsMissing } from "./rules/perms/selinux-labels-missing.ts";
import { toolchainNotExecutable } from "./rules/perms/toolchain-not-executable.ts";
import { toolchainOwner } from "./rules/perms/toolchain-owner.ts";
import { toolchainSetuid } from "./rules/perms/toolchain-setuid.ts";
import { toolchainWritable } from "./rules/perms/toolchain-writable.ts";
import { goenvIncomplete } from "./rules/pins/goenv-incomplete.ts";
import { imageNotExact } from "./rules/pins/image-not-exact.ts";
import { pinBelowModule } from "./rules/pins/pin-below-module.ts";
import { pinsDisagree } from "./rules/pins/pins-disagree.ts";
import { templateDrift } from "./rules/pins/template-drift.ts";
import { policyReleaseAge } from "./rules/policy/policy-release-age.ts";
import { policySource } from "./rules/policy/policy-source.ts";
import { policyUnproven } from "./rules/policy/policy-unproven.ts";
import { policyUnsupported } from "./rules/policy/policy-unsupported.ts";
import { policyVersion } from "./rules/policy/policy-version.ts";
import { policyViolated } from "./rules/policy/policy-violated.ts";
import { policyVulnerable } from "./rules/policy/policy-vulnerable.ts";
import { policyWaiverExpired } from "./rules/policy/policy-waiver-expired.ts";
import { goAlias } from "./rules/shell/go-alias.ts";
import { shellSeesOtherGo } from "./rules/shell/shell-sees-other-go.ts";
import { shellStartFails } from "./rules/shell/shell-start-fails.ts";
import { startFileNotRead } from "./rules/shell/start-file-not-read.ts";
import { startFileUnreadable } from "./rules/shell/start-file-unreadable.ts";

const ALL = [
  goNotOnPath,
  goShadowed,
  gorootBinNotFirst,
  gobinNotOnPath,
  gorootExported,
  gorootInGoenv,
  goflagsHarmful,
  checksumDatabaseOff,
  gotoolchainMissing,
  gopathIsGoroot,
  mixedTree,
  pinsDisagree,
  pinBelowModule,
  imageNotExact,
  goenvIncomplete,
  templateDrift,
  startFileUnreadable,
  shellSeesOtherGo,
  shellStartFails,
  goAlias,
  startFileNotRead,
  pathEntryTwice,
  pathNamesLostGo,
  pathEntryRelative,
  pathEntryWritable,
  pathEntryNoDirectory,
  goDoesNotRun,
  homeNoexec,
  homeVolatile,
  homeOnNetwork,
  homeInGopath,
  rootOnPath,
  pathUnusual,
  usrLocalGoMissing,
  usrLocalGoTaken,
  toolchainWritable,
  toolchainOwner,
  toolchainSetuid,
  toolchainNotExecutable,
  homeOpenToOthers,
  selinuxLabelsMissing,
  lsmDenials,
  policyViolated,
  policyVersion,
  policyReleaseAge,
  policySource,
  policyUnproven,
  policyUnsupported,
  policyVulnerable,
  policyWaiverExpired,
] as const;

export type RuleCode = (typeof ALL)[number]["code"];

export const RULES: readonly Rule<RuleCode>[] = ALL;
