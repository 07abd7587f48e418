/** The rules about the module here, in the order of reports. */

import { goLineTooNew } from "./module/go-line-too-new.ts";
import { goModBroken } from "./module/go-mod-broken.ts";
import { goModNeedsUpdate } from "./module/go-mod-needs-update.ts";
import { goSumIncomplete } from "./module/go-sum-incomplete.ts";
import { goSumMalformed } from "./module/go-sum-malformed.ts";
import { privatePathLeaks } from "./module/private-path-leaks.ts";
import { replaceMissing } from "./module/replace-missing.ts";
import { vendorOutOfStep } from "./module/vendor-out-of-step.ts";

export const MODULE_RULES = [
  goModBroken,
  goModNeedsUpdate,
  goLineTooNew,
  goSumMalformed,
  goSumIncomplete,
  replaceMissing,
  vendorOutOfStep,
  privatePathLeaks,
] as const;
