/** Every rule, group by group in the order of reports. */
import type { Rule } from "./rule.ts";
import { CACHE_RULES } from "./rules/cache.ts";
import { CGO_RULES } from "./rules/cgo.ts";
import { ENV_RULES } from "./rules/env.ts";
import { LIMITS_RULES } from "./rules/limits.ts";
import { LSM_RULES } from "./rules/lsm.ts";
import { MODULE_RULES } from "./rules/module.ts";
import { NET_RULES } from "./rules/net.ts";
import { PATH_RULES } from "./rules/path.ts";
import { PATHS_RULES } from "./rules/paths.ts";
import { PERMS_RULES } from "./rules/perms.ts";
import { PINS_RULES } from "./rules/pins.ts";
import { POLICY_RULES } from "./rules/policy.ts";
import { PREFLIGHT_RULES } from "./rules/preflight.ts";
import { PROXY_RULES } from "./rules/proxy.ts";
import { SHELL_RULES } from "./rules/shell.ts";
import { SUMDB_RULES } from "./rules/sumdb.ts";
import { TOOLCHAIN_RULES } from "./rules/toolchain.ts";

const ALL = [
  ...PATH_RULES,
  ...ENV_RULES,
  ...PINS_RULES,
  ...SHELL_RULES,
  ...PATHS_RULES,
  ...PERMS_RULES,
  ...LSM_RULES,
  ...LIMITS_RULES,
  ...CACHE_RULES,
  ...POLICY_RULES,
  ...PREFLIGHT_RULES,
  ...NET_RULES,
  ...PROXY_RULES,
  ...SUMDB_RULES,
  ...CGO_RULES,
  ...TOOLCHAIN_RULES,
  ...MODULE_RULES,
] as const;

export type RuleCode = (typeof ALL)[number]["code"];

export const RULES: readonly Rule<RuleCode>[] = ALL;
