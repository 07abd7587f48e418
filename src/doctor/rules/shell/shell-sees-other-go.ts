/** A way of starting programs finds another go than the one that is asked for here, or none. */
import type { FactValue } from "#facts/facts.ts";
import { type ChainVerdict, isWrong, verdictsOf } from "../../chainverdict.ts";
import { startLines } from "../../pathlines.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";
import { loginFile, putFirst, startFile } from "../../startfile.ts";

export const shellSeesOtherGo = defineRule({
  code: "shell-sees-other-go",
  title: "a way of starting programs sees another go",
  why: "what runs there is not the version that is asked for here",
  group: "shell",
  needs: ["chains", "chaingos", "gostead", "rc", "shell"],
  check: ({ chains, chaingos, gostead, rc, shell }) => {
    if (!gostead.shims || chaingos.asked === null) {
      return notApplicable("gostead has no shims here");
    }
    const { asked } = chaingos;
    if (asked.version === null) {
      return notApplicable(`gostead's go says no version here: ${asked.unknown}`);
    }
    const wrong = verdictsOf(chains, chaingos, shell.name).filter(isWrong);
    return wrong.map((one) => draftOf(one, `${asked.version} is asked for here`, { gostead, rc }));
  },
});

interface Around {
  readonly gostead: FactValue<"gostead">;
  readonly rc: FactValue<"rc">;
}

function draftOf(verdict: ChainVerdict, asked: string, { gostead, rc }: Around): Draft {
  const { chain, version } = verdict;
  const sees = chain.go === null ? `${chain.about}: no go` : `${chain.about}: ${chain.go}`;
  const file = fileFor(chain.name, rc);
  const advice = adviceFor(chain.name, gostead.root ?? "");
  return {
    severity: chain.reads ? "error" : "warning",
    subject: chain.name,
    evidence: [
      { text: version === null ? sees : `${sees} (${version})` },
      { text: asked },
      ...(chain.go === null ? [] : startLines(rc, chain.go.replace(/\/go$/, ""))),
      ...(chain.imitated ? [{ text: "imitated: it cannot be started from here" }] : []),
    ],
    fix: file === undefined ? [] : putFirst(file, "path", `${gostead.root}/shims`),
    ...(file === undefined ? { advice } : {}),
  };
}

/** The user's own file that the shell reads last. */
function fileFor(name: string, rc: FactValue<"rc">): FactValue<"rc">["files"][number] | undefined {
  if (/^bash-login/.test(name)) return loginFile(rc);
  if (name === "sh-login") return startFile(rc, "sh");
  const shell = /^(bash|zsh|fish)-(?:interactive|login)$/.exec(name)?.[1];
  return shell === undefined ? undefined : startFile(rc, shell);
}

function adviceFor(name: string, root: string): string {
  if (name === "systemd") return "gostead setup systemd UNIT puts gostead on the unit's PATH";
  if (name === "cron") return `set PATH in the crontab, ${root}/shims first`;
  if (name === "sudo") return `put ${root}/shims first in secure_path, or run it without sudo`;
  if (name === "ssh-command") {
    return "put gostead's block before the line that ends the start file for shells that are not interactive";
  }
  return `it takes PATH from whoever starts it, or from the system: start it from a shell of yours, or call ${root}/shims/go`;
}
