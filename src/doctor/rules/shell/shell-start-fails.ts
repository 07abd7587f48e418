/** A shell of the user's that never comes to its first command: a start file ends it, or hangs. */
import { defineRule, notApplicable } from "../../rule.ts";

export const shellStartFails = defineRule({
  code: "shell-start-fails",
  title: "a shell ends or hangs before its first command",
  why: "what starts programs through that shell gets no answer: IDEs, scp, git over ssh",
  group: "shell",
  needs: ["chains", "shell"],
  check: ({ chains: { chains }, shell }) => {
    const own = chains.filter(({ name }) => name.startsWith(`${shell.name}-`));
    if (own.length === 0) return notApplicable(`nothing is known of how ${shell.name} starts`);
    return own.flatMap(({ name, about, unknown }) =>
      unknown === null
        ? []
        : [
            {
              severity: "warning" as const,
              subject: name,
              evidence: [{ text: `${about}: ${unknown}` }],
              fix: [],
              advice: `find the line with: ${traceOf(shell.name, name)}`,
            },
          ],
    );
  },
});

/** How a person sees what a shell does at its start. */
function traceOf(shell: string, name: string): string {
  const login = name.includes("login") ? "l" : "";
  return shell === "fish"
    ? "fish --profile-startup=/tmp/fish.profile -ic true < /dev/null"
    : `${shell} -${login}ixc true < /dev/null`;
}
