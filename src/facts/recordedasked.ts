/**
 * What a recorded machine is asked about, from its machine.json; all may be left out:
 *
 *   {"today": "2026-11-21", "policy": "production" | "/etc/acme.yaml",
 *    "managed": "/home/u/.local/share/gostead/toolchains/go1.26.8.linux-amd64",
 *    "proofs": {"/home/u/….linux-amd64": {"proven": true, "source": "https://…"}},
 *    "advisories": {"format": 1, …},
 *    "settingsFault": {"message": "/home/u/.config/gostead/config.yaml:1:1: …", "fix": "…"}}
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseTable } from "#advisory/table.ts";
import { parsePolicyName } from "#model/policyname.ts";
import type { Policy } from "#policy/policy.ts";
import type { Asked, Proof, SettingsFault } from "./asked.ts";

type Members = Readonly<Record<string, unknown>>;

export async function recordedAsked(record: Members, root: string): Promise<Asked> {
  const { today, policy, managed, proofs, advisories } = record;
  const known = (typeof proofs === "object" && proofs !== null ? proofs : {}) as Members;
  return {
    today: typeof today === "string" ? today : "2026-11-21",
    policy: typeof policy === "string" ? await policyOf(policy, root) : null,
    managed: typeof managed === "string" ? { goroot: managed } : undefined,
    proofOf: (goroot) => proofOf(known[goroot]),
    table: () => (advisories === undefined ? undefined : parseTable(JSON.stringify(advisories))),
  };
}

/** Loads the YAML library only where there is a policy. */
async function policyOf(word: string, root: string): Promise<Policy> {
  const { builtInPolicy, readPolicy } = await import("#policy/builtin.ts");
  const name = parsePolicyName(word);
  if (name !== undefined) return builtInPolicy(name);
  return readPolicy(await readFile(join(root, word)), word);
}

function proofOf(value: unknown): Proof | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { proven, source } = value as Members;
  return { proven: proven === true, source: typeof source === "string" ? source : null };
}

/** What was found wrong with gostead's settings there; null unless it says so. */
export function recordedFault({ settingsFault }: Members): SettingsFault | null {
  if (typeof settingsFault !== "object" || settingsFault === null) return null;
  const { message, fix } = settingsFault as Members;
  return { message: String(message), fix: String(fix) };
}
