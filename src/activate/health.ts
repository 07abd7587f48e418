/**
 * The gate before a switch (spec A8.2): the tree's own go must run and say the
 * version that the tree is of, in an environment where nothing can make it say
 * another.
 */
import { join } from "node:path";
import type { Host } from "#host/host.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

const GATE_TIMEOUT_MS = 10_000;
const SCRUBBED = { PATH: "/usr/bin:/bin", HOME: "/", LC_ALL: "C", GOENV: "off" } as const;

/** Throws `unhealthy` with what go said instead. */
export async function checkHealth(
  goroot: string,
  version: string,
  run: Host["run"],
): Promise<void> {
  const env = { ...SCRUBBED, GOTOOLCHAIN: "local" };
  const go = join(goroot, "bin", "go");
  try {
    const ran = await run([go, "version"], { env, cwd: goroot, timeoutMs: GATE_TIMEOUT_MS });
    const [, , said] = ran.stdout.split(" ");
    if (ran.code === 0 && said === `go${version}`) return;
    const why = ran.timedOut
      ? "it did not end in time"
      : quoted(`${ran.stdout}${ran.stderr}`.trim());
    throw unhealthy(go, version, why);
  } catch (error) {
    if (error instanceof GosteadError && error.code === "child-failed") {
      throw unhealthy(go, version, error.message);
    }
    throw error;
  }
}

function unhealthy(go: string, version: string, why: string): GosteadError {
  return new GosteadError("unhealthy", `${go} does not say that it is go${version}: ${why}`, {
    fix: `gostead verify --repair ${version}`,
  });
}
