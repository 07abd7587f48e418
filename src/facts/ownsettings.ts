/** Whether gostead's own settings can be read: the files of this directory, user and system, as who asks has found them. */
import type { SettingsFault } from "./asked.ts";
import { defineFact, known, unknown } from "./fact.ts";

export interface OwnSettings {
  readonly fault: SettingsFault | null;
}

export const ownsettingsFact = defineFact({
  name: "ownsettings",
  cost: "instant",
  about: "whether gostead's own settings can be read",
  reads: [],
  parse: (_, { settingsFault }) =>
    settingsFault === undefined
      ? unknown("nobody read gostead's settings")
      : known<OwnSettings>({ fault: settingsFault }),
});
