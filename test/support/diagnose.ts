/** `gostead doctor GROUP… --json` in a home of its own, and what it says of one code. */
import { type Home, runGostead, withHome } from "./home.ts";

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly subject: string;
  readonly evidence: readonly { readonly text: string }[];
  readonly advice?: string;
}

interface Check {
  readonly code: string;
  readonly outcome: string;
  readonly reason: string | null;
}

export interface Diagnosis {
  readonly exit: number | null;
  readonly stderr: string;
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  // biome-ignore lint/suspicious/noExplicitAny: JSON, looked into by path.
  readonly network: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  readonly hosts: any;
  /** All of it, as it was printed. */
  readonly report: unknown;
  /** Codes of the findings, sorted, infos left out. */
  readonly codes: readonly string[];
  /** All evidence of a code, a line each; empty where it does not fire. */
  said(code: string): string;
  outcome(code: string): string | undefined;
}

type Reported = "findings" | "checks" | "network" | "hosts";

export interface Question {
  readonly env: Readonly<Record<string, string>>;
  /** A home that is there already; one of its own unless given. */
  readonly home?: Home;
}

export async function diagnose(args: readonly string[], question: Question): Promise<Diagnosis> {
  const { env, home } = question;
  if (home === undefined) return await withHome((own) => diagnose(args, { env, home: own }));
  const ran = await runGostead(["doctor", ...args, "--json"], { home, env });
  if (ran.stdout === "") throw new Error(`no report, exit ${ran.code}: ${ran.stderr}`);
  const report = JSON.parse(ran.stdout) as Pick<Diagnosis, Reported>;
  const { findings, checks, network, hosts } = report;
  const of = (code: string) => findings.filter((one) => one.code === code);
  return {
    exit: ran.code,
    stderr: ran.stderr,
    findings,
    checks,
    network,
    hosts,
    report,
    codes: findings.flatMap(({ code, severity }) => (severity === "info" ? [] : code)).sort(),
    said: (code) =>
      of(code)
        .flatMap(({ evidence }) => evidence.map(({ text }) => text))
        .join("\n"),
    outcome: (code) => checks.find((one) => one.code === code)?.outcome,
  };
}
