/** GOTOOLCHAIN asks for a Go that is not on this machine, or says what Go does not understand. */
import { occurrencesOf } from "../../occurrence.ts";
import { type Draft, defineRule } from "../../rule.ts";

export const gotoolchainMissing = defineRule({
  code: "gotoolchain-missing",
  title: "GOTOOLCHAIN names what is not here",
  why: "go stops or goes to the network before it does anything",
  group: "env",
  needs: ["gotoolchain", "environment", "goenvfile", "rc"],
  check: ({ gotoolchain, ...sources }) => {
    if (gotoolchain === null) return [];
    const { value, valid, version, at, download } = gotoolchain;
    if (valid && (version === null || at !== null)) return [];
    const places = occurrencesOf("GOTOOLCHAIN", sources).filter((one) => one.value === value);
    const evidence = places.map((one) => one.evidence);
    const subject = `GOTOOLCHAIN=${value}`;
    const [edit] = places.flatMap((one) => one.edit ?? []);
    if (!valid) {
      const advice = "set GOTOOLCHAIN to local, auto or a version such as go1.25.3";
      const fix = edit === undefined ? [] : [edit(null)];
      return [{ severity: "error", subject, evidence, fix, ...(edit ? {} : { advice }) }];
    }
    const missing: Draft = {
      severity: download ? "warning" : "error",
      subject,
      evidence: [...evidence, { text: `${version} is not on this machine` }],
      fix: [],
      advice: `run: gostead install ${version?.slice(2)}; or let GOTOOLCHAIN have its default`,
    };
    return [missing];
  },
});
