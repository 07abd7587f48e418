/** The rules about what a Go asks of the machine, in the order of reports. */
import { emulatedByRosetta } from "./preflight/emulated-by-rosetta.ts";
import { kernelOptionMissing } from "./preflight/kernel-option-missing.ts";
import { processorBelowLevel } from "./preflight/processor-below-level.ts";
import { programNeedsNewerGlibc } from "./preflight/program-needs-newer-glibc.ts";
import { systemBelowFloor } from "./preflight/system-below-floor.ts";
import { systemNearFloor } from "./preflight/system-near-floor.ts";
import { toolchainOtherArch } from "./preflight/toolchain-other-arch.ts";
import { userlandOtherArch } from "./preflight/userland-other-arch.ts";

export const PREFLIGHT_RULES = [
  systemBelowFloor,
  systemNearFloor,
  userlandOtherArch,
  emulatedByRosetta,
  toolchainOtherArch,
  kernelOptionMissing,
  processorBelowLevel,
  programNeedsNewerGlibc,
] as const;
