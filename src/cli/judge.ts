/** `gostead verify PATH`: any Go tree, judged. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { GosteadError } from "#model/error.ts";
import type { Event } from "#model/event.ts";
import { formatPlatform } from "#model/platform.ts";
import { openPool } from "#store/pool.ts";
import type { Engine } from "#toolchain/engine.ts";
import { proofSummary } from "#toolchain/install.ts";
import { type Judgement, judgeTree, type Verdict } from "#toolchain/judge.ts";
import type { CliContext } from "./context.ts";
import { printProblems } from "./problems.ts";
import { alteredEvent } from "./record.ts";
import { count, shown } from "./render.ts";

/** A packager's edit is a finding; a tree that nobody can judge is "could not". */
export const EXIT_OF_VERDICT: Readonly<Record<Verdict, number>> = {
  proven: 0,
  packaged: 1,
  unknown: 3,
  altered: 4,
};

export async function verifyPath(
  context: CliContext,
  engine: Engine,
  word: string,
): Promise<{ print(): number; readonly event: Event }> {
  const path = resolve(context.host.cwd, word);
  if (!existsSync(path)) {
    throw new GosteadError("usage", `there is no ${shown(path)}`, {
      fix: "name a GOROOT, for example /usr/local/go",
    });
  }
  const pool = openPool();
  try {
    const judgement = await judgeTree(path, engine, pool);
    const print = () => {
      if (context.globals.json) context.output.json(jsonOf(judgement));
      else printJudgement(context, judgement);
      return EXIT_OF_VERDICT[judgement.verdict];
    };
    return { print, event: eventOf(judgement) };
  } finally {
    await pool.close();
  }
}

function eventOf({ path, verdict, problems, filesChecked }: Judgement): Event {
  const told = { kind: "verify", subject: path };
  const detail = { verdict, filesChecked };
  if (verdict === "altered") return alteredEvent(told, problems, detail);
  return { ...told, result: verdict === "proven" ? "ok" : "failed", detail };
}

function printJudgement({ output }: CliContext, judgement: Judgement): void {
  const { path, release, verdict, reason, problems, expected } = judgement;
  const name =
    release === undefined ? "" : ` go${release.version} (${formatPlatform(release.platform)})`;
  const files = count(judgement.filesChecked, "file");
  const texts: Readonly<Record<Verdict, string>> = {
    proven: `proven: record ${expected?.proof.record} of ${expected?.proof.log}, ${files}`,
    packaged: `not proven: ${shown(reason ?? "")}; its other ${judgement.filesChecked - 1} files are as published`,
    unknown: `unknown: ${shown(reason ?? "")}`,
    altered: `altered: ${count(problems.length, "problem")} in ${files}`,
  };
  output.data(`${shown(path)}${name} ${texts[verdict]}`);
  if (verdict === "altered") printProblems(problems, output.data);
}

export function jsonOf(judgement: Judgement) {
  const { path, release, verdict, problems, filesChecked, reason, expected } = judgement;
  return {
    version: release?.version ?? null,
    platform: release?.platform ?? null,
    path,
    ok: verdict === "proven",
    verdict,
    filesChecked,
    problems,
    ...(reason === undefined ? {} : { reason }),
    proof: expected === undefined ? null : proofSummary(expected.proof, expected.h1),
  };
}
