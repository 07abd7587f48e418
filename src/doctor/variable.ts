/** What rules about one variable with a wrong value share: a finding for each place that sets it, once. */
import type { FactValue } from "#facts/facts.ts";
import type { Severity } from "#model/finding.ts";
import { type Occurrence, occurrencesOf } from "./occurrence.ts";
import type { Draft } from "./rule.ts";

export interface Fault {
  readonly severity: Severity;
  /** What Go says or does, where the line alone does not tell. */
  readonly says?: string;
  /** For a person, where no line can be taken out. */
  readonly advice: string;
  /** A person may mean it: no line is taken out. */
  readonly meant?: true;
}

type Sources = {
  readonly [K in "environment" | "goenvfile" | "rc"]: FactValue<K>;
};

/** `judge` sees each value that a place gives the variable. */
export function faultsOf(
  name: string,
  sources: Sources,
  judge: (value: string) => Fault | undefined,
): readonly Draft[] {
  const found = occurrencesOf(name, sources).flatMap((place) => {
    const fault = place.value === null ? undefined : judge(place.value);
    return fault === undefined ? [] : [{ place, draft: draftOf(name, place, fault) }];
  });
  // The environment repeats what a file says.
  const inFiles = found.filter(({ place }) => place.where !== "environment");
  return (inFiles.length > 0 ? inFiles : found).map(({ draft }) => draft);
}

function draftOf(name: string, { evidence, edit }: Occurrence, fault: Fault): Draft {
  const { severity, says, advice, meant } = fault;
  const mends = edit !== undefined && meant !== true;
  return {
    severity,
    subject: name,
    evidence: [evidence, ...(says === undefined ? [] : [{ text: says }])],
    fix: mends ? [edit(null)] : [],
    ...(mends ? {} : { advice }),
  };
}
