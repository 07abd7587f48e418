/** What the rules about cgo share: whether CGO_ENABLED is 0 here, and who is compiled with C then. */
import type { FactValue } from "#facts/facts.ts";
import { notApplicable } from "./rule.ts";

type Cgo = NonNullable<FactValue<"cgo">>;
type User = Cgo["users"][number];
type Values = FactValue<"govalues">;

export const NO_MODULE = notApplicable("there is no module here");
export const NO_C = notApplicable("nothing here is compiled with C");

export const PLUGIN = "plugin";

/** Go's own packages have a form that does the same; plugin's other form only fails. */
export function needsC({ from, path }: User): boolean {
  return from !== "standard" || path === PLUGIN;
}

export function needing({ users }: Cgo): readonly string[] {
  return users.filter(needsC).map(({ path }) => path);
}

export interface Setting {
  /** As it counts; null: Go decides by whether it finds a compiler. */
  readonly value: string | null;
  readonly text: string;
}

export function cgoEnabled({ cross }: Cgo, values: Values): Setting {
  const set = settingOf(values, "CGO_ENABLED");
  if (set !== null) return { value: set, text: `CGO_ENABLED=${set}` };
  const nobody = "nobody sets CGO_ENABLED";
  if (!cross) return { value: null, text: nobody };
  const target = `${settingOf(values, "GOOS")}/${settingOf(values, "GOARCH")}`;
  return { value: "0", text: `${nobody}: for another machine, ${target}, Go takes 0` };
}

/** Told to take C, Go compiles its own packages with it too. */
export function compiledWithC(cgo: Cgo, values: Values): readonly User[] {
  const { value } = cgoEnabled(cgo, values);
  if (value === "0") return [];
  return value === "1" ? cgo.users : cgo.users.filter(needsC);
}

export function settingOf({ values }: Values, name: string): string | null {
  return values.find((one) => one.name === name)?.value ?? null;
}

const SHOWN = 5;

/** `a, b and 3 more` */
export function listed(paths: readonly string[]): string {
  const more = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : "";
  return paths.slice(0, SHOWN).join(", ") + more;
}
