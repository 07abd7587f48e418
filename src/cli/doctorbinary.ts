/** `gostead doctor binary FILE…`: what programs are, what they need, and whether that is here. */
import type { Binary } from "#binary/binary.ts";
import { BINARY_RULES, type BinaryChoice, judgeBinary } from "#binary/judge.ts";
import type { Subject } from "#binary/subject.ts";
import { exitOfReview, type Review, reviewOf } from "#doctor/review.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { binaryAt } from "./binaryfile.ts";
import { details, headline } from "./binarylines.ts";
import { subjectOf, type World, worldOf } from "./binarysubject.ts";
import type { CliContext } from "./context.ts";
import { type DoctorFlags, type Levels, levelsOf } from "./doctorflags.ts";
import { printReport, reportJson } from "./doctorreport.ts";
import { renderError, worseExit } from "./render.ts";

/** One report a file; a file that is no program is told, and the next one looked at. */
export async function doctorBinary(
  context: CliContext,
  flags: DoctorFlags,
  files: readonly string[],
): Promise<number> {
  const choice = { only: codesOf(flags.only), skip: codesOf(flags.skip) };
  if (files.length === 0) {
    throw new GosteadError("usage", "doctor binary needs a file", {
      fix: "gostead doctor binary ./app",
    });
  }
  refuse(flags);
  const world = await worldOf(context, {
    mustBeStatic: flags.require === "static",
    runWith: flags.runInEmptyRoot?.split(" ").filter((word) => word !== ""),
  });
  const rest = { choice, world, levels: levelsOf(flags) };
  let exit = 0;
  for (const file of files) exit = worseExit(exit, await judged(context, { file, ...rest }));
  return exit;
}

function refuse({ fix, require, format, timeout, facts, ignore }: DoctorFlags): void {
  if ([format, timeout, facts, ignore].some((word) => word !== undefined)) {
    throw new GosteadError(
      "usage",
      "doctor binary has no --format, --timeout, --facts and --ignore",
      {
        fix: "leave it out; --json gives one object a file",
      },
    );
  }
  if (fix === true) {
    throw new GosteadError(
      "usage",
      "a program is not mended, it is built again: --fix has no meaning here",
      {
        fix: "leave --fix out",
      },
    );
  }
  if (require === undefined || require === "static") return;
  throw new GosteadError("usage", `nothing can be required as ${quoted(require)}`, {
    fix: "--require static",
  });
}

interface Task {
  readonly file: string;
  readonly choice: BinaryChoice;
  readonly world: World;
  readonly levels: Levels;
}

async function judged(context: CliContext, task: Task): Promise<number> {
  const { file, choice, world, levels } = task;
  let binary: Binary;
  try {
    binary = binaryAt(context, file);
  } catch (error) {
    return renderError(error, context.output, context.globals.json);
  }
  const subject = await subjectOf(context, { file, binary }, world);
  const review = reviewOf(judgeBinary(subject, choice), { severity: levels.severity });
  if (context.globals.json) context.output.json(jsonOf(subject, review));
  else print(context, subject, review);
  return exitOfReview(review, levels.failOn);
}

function print({ output }: CliContext, subject: Subject, review: Review): void {
  output.data(headline(subject.file, subject.binary));
  for (const line of details(subject.binary, subject.loading)) output.data(line);
  printReport(output, review);
}

function jsonOf({ file, binary, loading }: Subject, review: Review) {
  const libraries = loading?.libraries.map(({ name, path }) => ({ name, path: path ?? null }));
  const here = loading === null ? null : { loader: loading.loader, libraries };
  const { provides: _, ...told } = binary;
  return { file, binary: told, here, ...reportJson(review) };
}

function codesOf(words: string | undefined): readonly string[] {
  const codes = (words ?? "").split(",").filter((word) => word !== "");
  const unknown = codes.find((word) => !BINARY_RULES.some(({ code }) => code === word));
  if (unknown === undefined) return codes;
  throw new GosteadError("usage", `doctor binary has no rule ${quoted(unknown)}`, {
    fix: `one of ${BINARY_RULES.map(({ code }) => code).join(", ")}`,
  });
}
