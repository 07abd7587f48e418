/** The rules about what projects and settings ask for, in the order of reports. */
import { goenvIncomplete } from "./pins/goenv-incomplete.ts";
import { imageNotExact } from "./pins/image-not-exact.ts";
import { pinBelowModule } from "./pins/pin-below-module.ts";
import { pinsDisagree } from "./pins/pins-disagree.ts";
import { templateDrift } from "./pins/template-drift.ts";

export const PINS_RULES = [
  pinsDisagree,
  pinBelowModule,
  imageNotExact,
  goenvIncomplete,
  templateDrift,
] as const;
