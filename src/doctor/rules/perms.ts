/** The rules about who may change what, in the order of reports. */
import { homeOpenToOthers } from "./perms/home-open-to-others.ts";
import { selinuxLabelsMissing } from "./perms/selinux-labels-missing.ts";
import { toolchainNotExecutable } from "./perms/toolchain-not-executable.ts";
import { toolchainOwner } from "./perms/toolchain-owner.ts";
import { toolchainSetuid } from "./perms/toolchain-setuid.ts";
import { toolchainUnreadable } from "./perms/toolchain-unreadable.ts";
import { toolchainWritable } from "./perms/toolchain-writable.ts";

export const PERMS_RULES = [
  toolchainWritable,
  toolchainOwner,
  toolchainSetuid,
  toolchainNotExecutable,
  toolchainUnreadable,
  homeOpenToOthers,
  selinuxLabelsMissing,
] as const;
