/** A home with shims and hooks, the program run unbuilt behind its launcher, and three directories with pins. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeHooks } from "#activate/hooks.ts";
import { type ShimHome, withShims } from "./shimhome.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** `a` asks for 1.21.0, `b` for 1.24, `missing` for 1.99; the default is 1.22. */
export async function withHooks(use: (at: ShimHome) => void | Promise<void>): Promise<void> {
  await withShims(async (at) => {
    writeHooks(at.home);
    mkdirSync(join(at.home, "lib/gostead"), { recursive: true });
    writeFileSync(join(at.home, "lib/gostead/main.js"), `import ${JSON.stringify(MAIN)};\n`);
    for (const [name, pin] of Object.entries({ a: "1.21.0", b: "1.24", missing: "1.99" })) {
      mkdirSync(join(at.cwd, name));
      writeFileSync(join(at.cwd, name, ".go-version"), `${pin}\n`);
    }
    await use(at);
  });
}
