/** Whether Go's settings file can be read: a fact of its own, for what stands in it is unknown where it cannot. */
import { defineFact, known } from "./fact.ts";
import { goEnvFileOf } from "./goenvfile.ts";
import { textOf } from "./read.ts";

export interface GoEnvState {
  /** Null where Go has none. */
  readonly path: string | null;
  /** Why it cannot be read; null where it can, or is not there. */
  readonly reason: string | null;
}

export const goenvstateFact = defineFact({
  name: "goenvstate",
  cost: "instant",
  about: "whether the settings that go env -w keeps can be read",
  reads: (machine) => {
    const file = goEnvFileOf(machine);
    return file === undefined ? [] : [{ file, max: 1 << 20 }];
  },
  parse: ([answer], machine) => {
    const read = answer === undefined ? undefined : textOf(answer);
    const reason = read?.is === "unreadable" ? read.reason : null;
    return known<GoEnvState>({ path: goEnvFileOf(machine) ?? null, reason });
  },
});
