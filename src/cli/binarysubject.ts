/** What the rules about programs need to know besides the file: this machine, and its Go's faults. */
import { dirname, resolve } from "node:path";
import { type Advisory, advisoriesOf } from "#advisory/advisory.ts";
import { lifecycleOf } from "#advisory/lifecycle.ts";
import { planUpgrades } from "#advisory/plan.ts";
import type { Binary } from "#binary/binary.ts";
import { type Loading, loadingOf } from "#binary/loader.ts";
import { isForHere } from "#binary/rules/platform.ts";
import type { GoState, Subject } from "#binary/subject.ts";
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import { parseVersion } from "#model/version.ts";
import { type Knowledge, knowledge } from "./advisories.ts";
import { HERE } from "./binaryfile.ts";
import type { CliContext } from "./context.ts";
import { runAlone } from "./emptyroot.ts";
import { openEngine } from "./open.ts";
import { wantedFilesOf } from "./wantedfiles.ts";

/** What is the same for all files of one command. */
export interface World {
  readonly kernel: string | null;
  readonly known: Knowledge;
  readonly mustBeStatic: boolean;
  /** Words to start each with in an empty root; undefined: none is started. */
  readonly runWith: readonly string[] | undefined;
}

export async function worldOf(
  context: CliContext,
  asked: Pick<World, "mustBeStatic" | "runWith">,
): Promise<World> {
  const { uname } = await gather(["uname"], thisPlace(context.host));
  const known = await knowledge(context, await openEngine(context));
  return { kernel: uname.known ? uname.value.release : null, known, ...asked };
}

export async function subjectOf(
  context: CliContext,
  { file, binary }: { readonly file: string; readonly binary: Binary },
  { kernel, known, mustBeStatic, runWith }: World,
): Promise<Subject> {
  const { platform, env, cwd } = context.host;
  const start = { origin: dirname(resolve(cwd, file)), libraryPath: env.LD_LIBRARY_PATH ?? "" };
  const here = binary.format === "elf" && isForHere({ binary, platform });
  const loading: Loading | null =
    here && binary.linking === "dynamic" ? loadingOf(binary, start, HERE) : null;
  // A static program may name no system: that it starts is then the proof.
  const perhaps = here || (binary.os === null && binary.arch === platform.arch);
  const runs = perhaps && binary.format === "elf" && binary.kind === "executable";
  const tried = runs && runWith !== undefined;
  const alone = tried ? await runAlone(context, file, runWith) : null;
  const wanted = tried ? wantedFilesOf(resolve(cwd, file)) : null;
  const go = goStateOf(binary, known);
  return { file, binary, platform, kernel, loading, go, mustBeStatic, alone, wanted };
}

/** Null where it names no Go, or one that nothing is known of. */
function goStateOf(binary: Binary, known: Knowledge): GoState | null {
  const [word = ""] = binary.go?.version.split(" ") ?? [];
  const version = parseVersion(word);
  if (version === undefined) return null;
  const { support, endedBy } = lifecycleOf(version, known.versions);
  if (support === "unknown") return null;
  const has = advisoriesOf(known.advisories, version).filter((one) => counts(one, binary));
  const [move] = planUpgrades([version], known);
  return {
    version,
    advisories: has.map(({ id }) => id),
    better: move?.to ?? null,
    endedBy: support === "out-of-support" ? (endedBy ?? null) : null,
  };
}

/** The go command and the compiler are not in the program; nor is what only other platforms have. */
function counts({ module, places }: Advisory, { os, arches }: Binary): boolean {
  if (module !== "stdlib") return false;
  if (os === null || places.length === 0) return true;
  return places.some(
    ({ goos, goarch }) =>
      (goos === undefined || goos.includes(os)) &&
      (goarch === undefined || arches.some((arch) => goarch.includes(arch))),
  );
}
