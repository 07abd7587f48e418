/** The rules about the elements of GOPROXY, in the order of reports. */
import { goproxyBusy } from "./proxy/goproxy-busy.ts";
import { goproxyEmpty } from "./proxy/goproxy-empty.ts";
import { goproxyFails } from "./proxy/goproxy-fails.ts";
import { goproxyIncomplete } from "./proxy/goproxy-incomplete.ts";
import { goproxyInvalid } from "./proxy/goproxy-invalid.ts";
import { goproxyNoRanges } from "./proxy/goproxy-no-ranges.ts";
import { goproxyRefuses } from "./proxy/goproxy-refuses.ts";

export const PROXY_RULES = [
  goproxyInvalid,
  goproxyRefuses,
  goproxyBusy,
  goproxyFails,
  goproxyEmpty,
  goproxyIncomplete,
  goproxyNoRanges,
] as const;
