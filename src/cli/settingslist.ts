/** Every setting with who said it: what the overview shows. */
import { KEYS } from "#config/keys.ts";
import { shownValue } from "#config/shown.ts";
import type { CliContext } from "./context.ts";
import { originName } from "./settings.ts";

/** By key: the value without logins, and its origin; keys that nobody sets are left out. */
export async function settingsJson(context: CliContext) {
  const settings = await context.settings();
  return Object.fromEntries(
    KEYS.flatMap((key) => {
      const setting = settings.get(key);
      if (setting === undefined) return [];
      const { value, origin } = setting;
      return [[key, { value: typeof value === "string" ? shownValue(value) : value, origin }]];
    }),
  );
}

/** `Setting    lockTimeout: 60 (/home/me/.config/gostead/config.yaml:2)` */
export async function settingsLines(context: CliContext): Promise<string[]> {
  const settings = await context.settings();
  return KEYS.flatMap((key) => {
    const setting = settings.get(key);
    if (setting === undefined) return [];
    return [`Setting    ${key}: ${shownValue(setting.value)} (${originName(setting.origin)})`];
  });
}
