/**
 * A start file puts a Go tree behind all others, so that an older go of the
 * system is found first: `PATH=$PATH:/usr/local/go/bin`.
 */
import type { FactValue } from "#facts/facts.ts";
import type { Edit } from "../../mend.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

export const gorootBinNotFirst = defineRule({
  code: "goroot-bin-not-first",
  title: "a start file puts its Go behind another",
  why: "the go that it was meant for does not run, however new it is",
  group: "path",
  needs: ["gos", "rc"],
  check: ({ gos: { gos }, rc }) => {
    const [first, ...rest] = gos;
    if (first === undefined) return notApplicable("there is no go on PATH");
    if (first.kind === "gostead")
      return notApplicable("gostead's shims come first, and put GOROOT/bin first themselves");
    // A tree whose own bin is an entry was put there on purpose; links and wrappers were not.
    const behind = rest.filter(
      ({ path, goroot, version }) => path === `${goroot}/bin/go` && version !== first.version,
    );
    return behind.map((go): Draft => {
      const line = appending(rc, `${go.goroot}/bin`);
      const version = first.version ?? first.kind;
      return {
        severity: "warning",
        subject: go.path,
        evidence: [
          { text: `${first.path} (${version}) is entry ${first.position} of PATH` },
          { text: `${go.path} (${go.version}) is entry ${go.position}` },
          ...(line === undefined
            ? []
            : [{ text: line.was.trim(), file: line.path, line: line.line }]),
        ],
        fix: line === undefined ? [] : [line],
        ...(line === undefined
          ? {
              advice: `put ${go.goroot}/bin before ${first.path.replace(/\/go$/, "")} on PATH, or remove the Go that you do not want`,
            }
          : {}),
      };
    });
  },
});

/** The user's line that puts this directory at the end of PATH, turned round. */
function appending({ files }: FactValue<"rc">, directory: string): Edit | undefined {
  for (const file of files.filter(({ owner, syntax }) => owner === "user" && syntax === "sh")) {
    for (const { line, text } of file.lines) {
      const [, head, quote = "", , added = ""] =
        /^(\s*(?:export\s+)?PATH=)("?)(\$PATH|\$\{PATH\}):([^\s"':;$]+)\2\s*$/.exec(text) ?? [];
      if (head === undefined || added.replace(/\/$/, "") !== directory) continue;
      const now = `${head}${quote}${added}:$PATH${quote}`;
      return { kind: "edit", path: file.path, line, was: text, now, shell: true };
    }
  }
  return undefined;
}
