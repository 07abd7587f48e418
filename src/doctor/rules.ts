/** Every rule, in the order of reports. */
import type { Rule } from "./rule.ts";
import { gorootExported } from "./rules/env/goroot-exported.ts";
import { gorootInGoenv } from "./rules/env/goroot-in-goenv.ts";
import { goShadowed } from "./rules/path/go-shadowed.ts";

const ALL = [goShadowed, gorootExported, gorootInGoenv] as const;

export type RuleCode = (typeof ALL)[number]["code"];

export const RULES: readonly Rule<RuleCode>[] = ALL;
