/** The rules about the Go that runs here, in the order of reports. */
import { advisoriesOld } from "./toolchain/advisories-old.ts";
import { goBehind } from "./toolchain/go-behind.ts";
import { goOutOfSupport } from "./toolchain/go-out-of-support.ts";
import { goPrerelease } from "./toolchain/go-prerelease.ts";
import { goVulnerable } from "./toolchain/go-vulnerable.ts";
import { toolchainDamaged } from "./toolchain/toolchain-damaged.ts";
import { toolchainUnproven } from "./toolchain/toolchain-unproven.ts";

export const TOOLCHAIN_RULES = [
  goVulnerable,
  goOutOfSupport,
  goBehind,
  goPrerelease,
  advisoriesOld,
  toolchainDamaged,
  toolchainUnproven,
] as const;
