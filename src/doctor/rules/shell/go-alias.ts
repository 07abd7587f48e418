/** An alias or a function named go comes before every program on PATH. */
import type { FactValue } from "#facts/facts.ts";
import { type Draft, defineRule } from "../../rule.ts";

export const goAlias = defineRule({
  code: "go-alias",
  title: "go is an alias or a function",
  why: "it comes before every program on PATH: the version that is asked for does not run",
  group: "shell",
  needs: ["rc", "shell"],
  check: ({ rc, shell }) =>
    rc.files
      .filter((file) => file.shell === shell.name || file.shell === "sh")
      .flatMap((file) =>
        file.lines
          .filter(({ names }) => names.includes("go"))
          .map((line): Draft => draftOf(file, line)),
      ),
});

type RcFile = FactValue<"rc">["files"][number];

function draftOf(file: RcFile, { line, text }: RcFile["lines"][number]): Draft {
  const whole = /^\s*alias\s+go=('[^']*'|"[^"]*"|[^\s'";&|]+)\s*$/.exec(text);
  const runsGo = /(?:^|[\s'"])(?:exec |command |builtin |env )?go['"]?\s*$/.test(whole?.[1] ?? "");
  const ours = file.owner === "user" && whole !== null;
  return {
    severity: runsGo ? "info" : "warning",
    subject: file.path,
    evidence: [{ text: text.trim(), file: file.path, line }],
    fix:
      ours && !runsGo
        ? [{ kind: "edit", path: file.path, line, was: text, now: null, shell: true }]
        : [],
    ...(ours && !runsGo ? {} : { advice: "rename it, or take it out; then: unalias go" }),
  };
}
