/** What the first `go` on PATH says of itself by `go env -json`. */
import { defineFact, known, unknown } from "./fact.ts";
import { gosFact } from "./gos.ts";
import { publicValue } from "./names.ts";

const MAX = 1 << 18;

export const goenvFact = defineFact({
  name: "goenv",
  cost: "local",
  about: "what go env -json says (runs go)",
  needs: { gos: gosFact },
  reads: (_, { gos }) =>
    gos.gos.slice(0, 1).map(({ path }) => ({ argv: [path, "env", "-json"], max: MAX })),
  parse: ([answer]) => {
    if (answer === undefined) return unknown("there is no go on PATH");
    if (answer.is === "failed") return unknown(answer.reason);
    if (answer.code !== 0) {
      const [line = ""] = answer.stderr.trim().split("\n");
      return unknown(`go env failed with ${answer.code}: ${line.slice(0, 200)}`);
    }
    const values = parseJson(answer.stdout);
    return values === undefined ? unknown("go env -json said no JSON object") : known(values);
  },
});

function parseJson(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const values: Record<string, string> = {};
    for (const [name, one] of Object.entries(value)) {
      if (typeof one === "string") values[name] = publicValue(one);
    }
    return values;
  } catch {
    return undefined;
  }
}
