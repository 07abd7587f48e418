/** Modules are taken unproven: the checksum database is off, or most hosts are excepted from it. */
import { type Occurrence, occurrencesOf } from "../../occurrence.ts";
import { type Draft, defineRule } from "../../rule.ts";

const EXCEPTIONS = ["GONOSUMDB", "GOPRIVATE", "GOINSECURE"] as const;
/** A pattern that takes in other people's modules: any host, a whole top-level domain, a public forge. */
const WIDE =
  /^(\*+(\.[*\w]+)?|\w+\.\*)(\/\*+)*$|^(\*\.)?(github\.com|gitlab\.com|bitbucket\.org|golang\.org|gopkg\.in|go\.dev)(\/\*+)*$/;

export const checksumDatabaseOff = defineRule({
  code: "checksum-database-off",
  title: "modules are taken without the checksum database",
  why: "a proxy or a changed tag can hand out other code than everybody else gets, unnoticed",
  group: "env",
  needs: ["environment", "goenvfile", "rc", "settings"],
  check: (facts) => {
    // Behind a company's own proxy the database may be out of reach: a person must decide.
    const isPublic = facts.settings.GOPROXY === undefined;
    const off = offIn(occurrencesOf("GOSUMDB", facts), isPublic);
    const wide = EXCEPTIONS.flatMap((name) => wideIn(name, occurrencesOf(name, facts)));
    return [...explained(off), ...explained(wide)];
  },
});

function offIn(all: readonly Occurrence[], isPublic: boolean): readonly Draft[] {
  return all
    .filter(({ value }) => value === "off")
    .map(({ evidence, edit }) => ({
      severity: "error",
      subject: "GOSUMDB",
      evidence: [evidence],
      fix: edit !== undefined && isPublic ? [edit(null)] : [],
      ...(edit !== undefined && isPublic
        ? {}
        : { advice: "let GOSUMDB have its default, and name your own modules in GONOSUMDB" }),
    }));
}

function wideIn(name: string, all: readonly Occurrence[]): readonly Draft[] {
  return all.flatMap(({ value, evidence }): readonly Draft[] => {
    const wide = (value ?? "").split(",").filter((pattern) => WIDE.test(pattern.trim()));
    if (wide.length === 0) return [];
    const advice = `name only your own modules in ${name}, such as corp.example.com`;
    return [{ severity: "warning", subject: name, evidence: [evidence], fix: [], advice }];
  });
}

/** The environment repeats what a file says: where one is found for a subject, it alone is named. */
function explained(drafts: readonly Draft[]): readonly Draft[] {
  const inFile = ({ evidence }: Draft) => evidence[0]?.file !== undefined;
  return drafts.filter(
    (draft) =>
      inFile(draft) || !drafts.some((other) => other.subject === draft.subject && inFile(other)),
  );
}
