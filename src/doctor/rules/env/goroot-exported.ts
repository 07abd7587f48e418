/**
 * GOROOT in the environment of every program. Go finds its own root since 1.9;
 * an exported one makes every other Go run with the wrong compiler.
 */
import type { FactValue } from "#facts/facts.ts";
import type { Edit } from "../../mend.ts";
import { inStartFiles, type Occurrence } from "../../occurrence.ts";
import { type Draft, defineRule } from "../../rule.ts";

export const gorootExported = defineRule({
  code: "goroot-exported",
  title: "GOROOT is exported",
  why: "every other Go builds with this one's compiler: compile: version does not match go tool version",
  group: "env",
  needs: ["environment", "rc", "gos"],
  check: ({ environment, rc, gos }) => {
    const here = environment.GOROOT;
    const wrong = here !== undefined && gos.gos[0]?.goroot !== here;
    const severity = wrong ? "error" : "warning";
    const lines = inStartFiles("GOROOT", rc).filter(({ exported }) => exported);
    const uses = usesOf(rc, lines);
    const drafts = lines.map((line) => ({ ...draftOf(line, uses), severity }) as const);
    if (here === undefined || drafts.length > 0) return drafts;
    return [
      {
        severity,
        subject: "GOROOT",
        evidence: [{ text: `GOROOT=${here} in the environment` }],
        fix: [],
        advice:
          "run: unset GOROOT; no start file sets it, so look at what started this shell (an IDE, a service, direnv)",
      },
    ];
  },
});

type Uses = readonly Edit[] | "unclear";

function draftOf(line: Occurrence, uses: Uses): Omit<Draft, "severity"> {
  const found = { subject: "GOROOT", evidence: [line.evidence] };
  const { file, line: number } = line.evidence;
  if (line.edit === undefined || uses === "unclear") {
    return { ...found, fix: [], advice: `take GOROOT out of ${file} at line ${number} by hand` };
  }
  return { ...found, fix: [line.edit(null), ...uses] };
}

/** What else must change once nothing sets GOROOT: lines that read it go on with its value, `export GOROOT` goes. */
function usesOf({ files }: FactValue<"rc">, set: readonly Occurrence[]): Uses {
  const values = new Set(set.map(({ value }) => value));
  const [value] = values;
  const edits: Edit[] = [];
  for (const file of files) {
    for (const { line, text, sets } of file.lines) {
      const place = { kind: "edit", path: file.path, line, was: text, shell: true } as const;
      if (/^\s*export\s+GOROOT\s*$/.test(text) && file.owner === "user") {
        edits.push({ ...place, now: null });
      }
      if (sets === "GOROOT" || !/\$\{?GOROOT\b/.test(text)) continue;
      // `${GOROOT:-x}` and the like are programs.
      const plain = !/\$\{GOROOT[^}]/.test(text) && file.owner === "user";
      const safe = values.size === 1 && value && /^[\w./+@-]+$/.test(value);
      if (!plain || !safe) return "unclear";
      const now = text.replace(/\$\{GOROOT\}|\$GOROOT\b/g, () => value);
      edits.push({ ...place, now });
    }
  }
  return edits;
}
