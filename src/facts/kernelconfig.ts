/**
 * What the kernel was built with: /proc/config.gz, or /boot/config-RELEASE. Lines are
 * `CONFIG_EPOLL=y` and `# CONFIG_EPOLL is not set`. Containers and many distributions show neither.
 */
import { gunzipSync } from "node:zlib";
import { defineFact, known } from "./fact.ts";
import { fingerprintFact } from "./fingerprint.ts";
import type { FileAnswer } from "./read.ts";

/** 300 kB today, 60 kB packed. */
const MAX = 4 << 20;
const OPTIONS = ["FUTEX", "EPOLL", "X86_64", "ARM64", "RISCV"] as const;

export interface KernelConfig {
  /** The file; null where none can be read. */
  readonly source: string | null;
  /** `y`, `m` or `n`, of those that are looked for and named there. */
  readonly options: Readonly<Record<string, string>>;
}

export const kernelconfigFact = defineFact({
  name: "kernelconfig",
  cost: "local",
  about: "what the kernel was built with, of what Go needs",
  needs: { fingerprint: fingerprintFact },
  reads: (_, { fingerprint: { kernel } }) => {
    const safe = kernel !== null && /^[\w.+-]+$/.test(kernel) ? kernel : "none";
    return [
      { file: "/proc/config.gz", max: MAX },
      { file: `/boot/config-${safe}`, max: MAX },
    ];
  },
  parse: (answers) => {
    for (const answer of answers) {
      const text = answer.is === "file" ? configIn(answer) : undefined;
      if (text !== undefined)
        return known<KernelConfig>({ source: answer.path, options: optionsIn(text) });
    }
    return known<KernelConfig>({ source: null, options: {} });
  },
});

function configIn({ path, bytes }: Extract<FileAnswer, { is: "file" }>): string | undefined {
  if (!path.endsWith(".gz")) return bytes.toString("utf8");
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX }).toString("utf8");
  } catch {
    return undefined;
  }
}

function optionsIn(text: string): Readonly<Record<string, string>> {
  const lines = text.matchAll(/^(?:CONFIG_(\w+)=([ym])|# CONFIG_(\w+) is not set)$/gm);
  const all = new Map([...lines].map(([, set, value, not]) => [set ?? not, value ?? "n"]));
  return Object.fromEntries(
    OPTIONS.flatMap((name) => {
      const value = all.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
