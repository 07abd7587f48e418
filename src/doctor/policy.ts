/** What the rules of a policy share: when they apply, the Go that they judge, and what a waiver does to a finding. */
import type { FactValue } from "#facts/facts.ts";
import type { Severity } from "#model/finding.ts";
import type { Policy } from "#policy/policy.ts";
import { waiverFor } from "#policy/waive.ts";
import { type Draft, type NotApplicable, notApplicable } from "./rule.ts";

export const NO_POLICY = notApplicable("no policy applies: --policy names one");

export interface Violation {
  /** Names by which a waiver may call it. */
  readonly ids: readonly string[];
  readonly severity: Severity;
  readonly subject: string;
  readonly evidence: Draft["evidence"];
  readonly advice: string;
}

/** What is waived is still said, and fails nothing. */
export function violation(
  { policy, today }: { readonly policy: Policy; readonly today: string },
  { ids, severity, subject, evidence, advice }: Violation,
): Draft {
  const waiver = waiverFor(policy, ids, today);
  if (waiver === undefined) return { severity, subject, evidence, fix: [], advice };
  const { until, owner, reason, place } = waiver;
  const note = { text: `waived until ${until} by ${owner}: ${reason} (${place})` };
  return { severity: "info", subject, evidence: [...evidence, note], fix: [], advice };
}

interface GoFacts {
  readonly policy: FactValue<"policy">;
  readonly activego: FactValue<"activego">;
}

type Active = NonNullable<FactValue<"activego">>;

interface Judged {
  readonly policy: Policy;
  readonly today: string;
  readonly go: Active;
}

interface Fault {
  readonly text: string;
  readonly advice: string;
}

/** A rule about the Go that runs: not applicable without policy, demand or Go. */
export function judgeGo(
  code: string,
  { policy: { policy, today }, activego: go }: GoFacts,
  ask: {
    readonly asks: (policy: Policy) => boolean;
    readonly fault: (judged: Judged) => Fault | null;
  },
): readonly Draft[] | NotApplicable {
  if (policy === null) return NO_POLICY;
  if (!ask.asks(policy)) return notApplicable(`the policy ${policy.name} does not ask for it`);
  if (go === null) return notApplicable("no Go runs here");
  const fault = ask.fault({ policy, today, go });
  if (fault === null) return [];
  const evidence = [{ text: `${nameOf(go)}: ${fault.text}` }, { text: `policy ${policy.name}` }];
  const { severity } = policy;
  const advice = fault.advice;
  const subject = go.version === null ? go.path : `go${go.version}`;
  return [violation({ policy, today }, { ids: [code], severity, subject, evidence, advice })];
}

function nameOf({ path, goroot }: Active): string {
  return goroot === null ? path : goroot;
}
