/** One waiver, of a policy or of an ignore file: whom it frees from what, why and until when. Pure. */
import { quoted } from "#model/quote.ts";
import type { Tree } from "#yaml/tree.ts";
import { dayNumber } from "./day.ts";
import { scalarOf } from "./members.ts";
import type { Waiver } from "./policy.ts";
import { badPolicy } from "./refusal.ts";

interface Known {
  readonly file: string;
  /** What may be waived. */
  readonly ids: readonly string[];
  /** What these are, in words. */
  readonly what: string;
}

/** Of a tree that has its shape already. Throws `bad-setting` for an id or a day that there is not. */
export function waiverIn(tree: Tree, { file, ids, what }: Known): Waiver {
  const text = (key: string) => scalarOf(tree, key) ?? "";
  const [id, owner, reason, until] = ["id", "owner", "reason", "until"].map(text);
  const waiver = { id: id ?? "", owner: owner ?? "", reason: reason ?? "", until: until ?? "" };
  const place = `${file}:${tree.line}`;
  if (!ids.includes(waiver.id)) {
    const all = [...new Set(ids)];
    throw badPolicy(place, `no ${what} is called ${quoted(waiver.id)}`, `one of ${all.join(", ")}`);
  }
  if (dayNumber(waiver.until) === undefined)
    throw badPolicy(place, `there is no day ${quoted(waiver.until)}`);
  return { ...waiver, place };
}
