/** The rules about limits, zone, locale, space and certificates, in the order of reports. */
import { certificatesMissing } from "./limits/certificates-missing.ts";
import { certificatesOld } from "./limits/certificates-old.ts";
import { ciNotNeutral } from "./limits/ci-not-neutral.ts";
import { filesLeftFew } from "./limits/files-left-few.ts";
import { localeUnknown } from "./limits/locale-unknown.ts";
import { openFilesFew } from "./limits/open-files-few.ts";
import { spaceLow } from "./limits/space-low.ts";
import { timeZoneUnknown } from "./limits/time-zone-unknown.ts";
import { tmpNoexec } from "./limits/tmp-noexec.ts";
import { tmpUnusable } from "./limits/tmp-unusable.ts";

export const LIMITS_RULES = [
  openFilesFew,
  spaceLow,
  filesLeftFew,
  tmpUnusable,
  tmpNoexec,
  certificatesMissing,
  certificatesOld,
  timeZoneUnknown,
  localeUnknown,
  ciNotNeutral,
] as const;
