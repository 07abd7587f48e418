/** What counts in this directory: the pin, and the installed release that it means. */
import { findToolchain, type Toolchain } from "#label/find.ts";
import { GosteadError } from "#model/error.ts";
import type { Release } from "#model/release.ts";
import type { Pin, Question } from "#pin/pin.ts";
import { resolvePin } from "#pin/resolve.ts";
import type { Engine } from "#toolchain/engine.ts";
import type { CliContext } from "./context.ts";
import { shown } from "./render.ts";

/** The pin of the working directory; undefined when nothing asks for a version. Throws `bad-pin`. */
export function pinHere(context: CliContext, argument?: string): Pin | undefined {
  return resolvePin(questionHere(context, argument));
}

/** What pin/ is asked about the working directory; files that are not believed become warnings, once. */
export function questionHere({ host, output, given }: CliContext, argument?: string): Question {
  return {
    cwd: host.cwd,
    env: host.env,
    home: host.home.root,
    argument,
    uid: process.getuid?.(),
    onIgnored: (file, why) => {
      const warning = `${shown(file)} is ignored: ${why}`;
      if (!given.has(warning)) output.warn(warning);
      given.add(warning);
    },
  };
}

/** The pin's word, else `stable`: what `gostead install` without words installs. */
export function wordHere(context: CliContext): string {
  const word = pinHere(context)?.word;
  return word === undefined || word === "system" ? "stable" : word.replace(/@.*/, "");
}

/** The release that `go` runs here; undefined for a system Go, no pin, or a pin that is not installed. */
export function activeRelease(context: CliContext, engine: Engine): Release | undefined {
  return activeToolchain(context, engine)?.release;
}

/** The same with its tree, and its label if it is one's. */
export function activeToolchain(context: CliContext, engine: Engine): Toolchain | undefined {
  try {
    const pin = pinHere(context);
    return pin === undefined || pin.word === "system" ? undefined : findToolchain(pin.word, engine);
  } catch (error) {
    if (error instanceof GosteadError) return undefined;
    throw error;
  }
}

/** The release that `go` must run here; throws `not-installed` or `bad-pin` with who asked for it. */
export function requireActive(context: CliContext, engine: Engine, argument?: string): Release {
  return requireToolchain(context, engine, argument).release;
}

/** The same with its tree, and its label if it is one's. */
export function requireToolchain(
  context: CliContext,
  engine: Engine,
  argument?: string,
): Toolchain {
  const pin = pinHere(context, argument);
  if (pin === undefined || pin.word === "system") {
    throw new GosteadError("not-installed", "nothing here asks for a version that gostead keeps", {
      fix: "name one, or set your own with gostead default 1.24, or a project's in a .go-version file",
    });
  }
  try {
    return findToolchain(pin.word, engine);
  } catch (error) {
    if (!(error instanceof GosteadError)) throw error;
    if (pin.kind === "argument") throw error;
    throw new GosteadError(error.code, `${error.message} (asked for by ${reasonOf(pin)})`, {
      ...(error.fix === undefined ? {} : { fix: error.fix }),
    });
  }
}

/** Who asked, as the launcher says it too: `/project/.go-version:1`, `GOSTEAD_VERSION`, `your default`. */
export function reasonOf(pin: Pin): string {
  if (pin.kind === "default") return "your default";
  if (pin.kind === "argument") return "the command line";
  return pin.file === undefined
    ? pin.kind
    : `${shown(pin.file)}${pin.line === undefined ? "" : `:${pin.line}`}`;
}
