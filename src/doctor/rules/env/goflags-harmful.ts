/** Words in GOFLAGS that every build gets: some stop it, some take a guard away. */
import { type Occurrence, occurrencesOf } from "../../occurrence.ts";
import { type Draft, defineRule } from "../../rule.ts";

interface Harm {
  readonly severity: "error" | "warning";
  readonly why: string;
  /** A person may want it: it stays. */
  readonly meant?: true;
}

export const goflagsHarmful = defineRule({
  code: "goflags-harmful",
  title: "GOFLAGS breaks builds or takes a guard away",
  why: "its words go to every go command of every project",
  group: "env",
  needs: ["environment", "goenvfile", "rc"],
  check: (sources) => {
    const all = occurrencesOf("GOFLAGS", sources);
    const drafts = all.flatMap((one) => draftsOf(one));
    const explained = drafts.some(({ evidence }) => evidence[0]?.file !== undefined);
    // The environment repeats what a start file says.
    return drafts.filter(({ evidence }) => !explained || evidence[0]?.file !== undefined);
  },
});

function draftsOf({ value, evidence, edit }: Occurrence): readonly Draft[] {
  if (value === null) return [];
  const words = wordsOf(value);
  const bad = words.flatMap((word) => {
    const harm = harmOf(word);
    return harm === undefined ? [] : [{ word, harm }];
  });
  if (bad.length === 0) return [];
  const rest = words.filter((word) => !bad.some((one) => one.word === word && !one.harm.meant));
  const mendable = edit !== undefined && rest.length < words.length;
  const left = rest.length === 0 ? null : rest.map(quotedWord).join(" ");
  const advice = bad.filter(({ harm }) => harm.meant || !mendable).map(({ word }) => word);
  return [
    {
      severity: bad.some(({ harm }) => harm.severity === "error") ? "error" : "warning",
      subject: "GOFLAGS",
      evidence: [evidence, ...bad.map(({ word, harm }) => ({ text: `${word}: ${harm.why}` }))],
      fix: mendable ? [edit(left)] : [],
      ...(advice.length > 0
        ? { advice: `take ${advice.join(" ")} out of GOFLAGS unless it is meant for every build` }
        : {}),
    },
  ];
}

function harmOf(word: string): Harm | undefined {
  const [, name, value = ""] = /^--?([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (name === undefined)
    return { severity: "error", why: `go: parsing $GOFLAGS: non-flag "${word}"` };
  if (name === "toolexec") {
    return {
      severity: "warning",
      why: "every compile and link runs through this program",
      meant: true,
    };
  }
  if (name === "modcacherw") {
    return {
      severity: "warning",
      why: "proven modules lie open for every program to change",
      meant: true,
    };
  }
  if (name === "insecure")
    return { severity: "warning", why: "it asks for modules over plain http" };
  return name === "mod" ? harmOfMod(value) : undefined;
}

function harmOfMod(value: string): Harm | undefined {
  if (value === "readonly") return undefined;
  if (value === "mod")
    return { severity: "warning", why: "builds change go.mod without being asked" };
  if (value === "vendor") {
    return {
      severity: "warning",
      why: "modules without a vendor directory do not build",
      meant: true,
    };
  }
  return { severity: "error", why: "not supported (can be '', 'mod', 'readonly', or 'vendor')" };
}

/** As Go splits it: blanks between words, quotes around a whole word. */
function wordsOf(value: string): readonly string[] {
  return [...value.matchAll(/'([^']*)'|"([^"]*)"|\S+/g)].map(
    ([whole, single, double]) => single ?? double ?? whole,
  );
}

function quotedWord(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word;
}
