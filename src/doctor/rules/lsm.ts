/** The rules about security modules, in the order of reports. */
import { lsmDenials } from "./lsm/lsm-denials.ts";

export const LSM_RULES = [lsmDenials] as const;
