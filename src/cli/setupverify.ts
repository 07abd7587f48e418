/**
 * `gostead setup --verify`: starts each kind of shell, from the environment that
 * it begins with, and says which `go` each sees. What doctor's group `shell`
 * judges is shown here whole, the ways that are right too.
 */
import { type ChainVerdict, isWrong, verdictsOf } from "#doctor/chainverdict.ts";
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import { GosteadError } from "#model/error.ts";
import type { CliContext } from "./context.ts";
import { shown } from "./render.ts";

/** Longer than doctor has: start files may fetch, and somebody is waiting for this answer. */
const TIMEOUT_MS = 5000;

/** Exit 1: a way that the user has sees another go, or none where it should; 3: one could not be looked at. */
export async function verifySetup(context: CliContext, words: readonly string[]): Promise<number> {
  if (words.length > 0) {
    throw new GosteadError("usage", "--verify looks at every kind of shell, and takes no target", {
      fix: "gostead setup --verify",
    });
  }
  const place = thisPlace(context.host, TIMEOUT_MS);
  const { chains, chaingos, launch } = await gather(["chains", "chaingos", "launch"], place);
  if (!chains.known) throw new GosteadError("io", `no shell can be started: ${chains.reason}`);
  if (!chaingos.known) throw new GosteadError("io", `no go can be asked: ${chaingos.reason}`);
  const shell = (context.host.env.SHELL ?? "").replace(/^.*\//, "");
  const verdicts = verdictsOf(chains.value, chaingos.value, shell);
  const { asked } = chaingos.value;
  const starters = launch.known ? launch.value.chain : null;
  if (context.globals.json) {
    const started = { asked: asked?.version ?? null, launch: starters };
    context.output.json({ ...started, chains: verdicts.map(rowJson) });
  } else {
    print(context, verdicts, askedLine(asked));
    const names = starters?.map(({ name, kind }) =>
      kind === "other" ? name : `${name} (${kind})`,
    );
    if (names?.length)
      context.output.data(`this shell was started by: ${shown(names.join(" < "))}`);
  }
  return exitOf(verdicts);
}

function exitOf(verdicts: readonly ChainVerdict[]): number {
  if (verdicts.some(isWrong)) return 1;
  return verdicts.some(({ own, is }) => own && is === "unknown") ? 3 : 0;
}

function askedLine(asked: { version: string | null; unknown: string | null } | null): string {
  if (asked === null) return "gostead has no shims here: nothing asks for a version";
  return asked.version === null
    ? `gostead's go says no version here: ${shown(asked.unknown ?? "")}`
    : `asked for here: ${asked.version}`;
}

function print({ output }: CliContext, verdicts: readonly ChainVerdict[], asked: string): void {
  const width = Math.max(...verdicts.map(({ chain }) => chain.name.length));
  output.data(asked);
  for (const verdict of verdicts) {
    const { chain } = verdict;
    const name = chain.name.padEnd(width);
    output.data(`${signOf(verdict)} ${name}  ${seenBy(verdict)}${remarksOn(verdict)}`);
  }
}

/** What is wrong, what is not known, what is as it should be. */
function signOf(verdict: ChainVerdict): string {
  if (isWrong(verdict)) return "wrong  ";
  if (verdict.is === "unknown") return "unknown";
  return verdict.is === "same" ? "ok     " : "-      ";
}

function seenBy({ chain, version, reason }: ChainVerdict): string {
  if (chain.unknown !== null) return shown(chain.unknown);
  if (chain.go === null) return "no go";
  return `${version ?? shown(reason ?? "")}  ${shown(chain.go)}`;
}

function remarksOn({ chain, own }: ChainVerdict): string {
  const alias =
    chain.alias === null ? [] : [`go is a ${chain.alias} there`.replace("a alias", "an alias")];
  const all = [
    chain.about,
    ...(chain.imitated ? ["imitated"] : []),
    ...(own ? [] : ["not your shell"]),
    ...alias,
  ];
  return `  (${all.join("; ")})`;
}

function rowJson({ chain, is, version, reason, own }: ChainVerdict): unknown {
  const { name, about, imitated, path, go, alias } = chain;
  return { name, about, imitated, own, verdict: is, go, version, alias, path, reason };
}
