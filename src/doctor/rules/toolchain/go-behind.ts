/** The Go that runs is more than two patch releases behind its line. */
import { defineRule } from "../../rule.ts";
import { judgeLife } from "./life.ts";

const ALLOWED = 2;

export const goBehind = defineRule({
  code: "go-behind",
  title: "newer patch releases of this Go are out",
  why: "a patch release mends faults and changes nothing else",
  group: "toolchain",
  needs: ["golife"],
  check: ({ golife }) =>
    judgeLife(golife, ({ version, support, behind, newest }) => {
      if (support !== "supported" || behind <= ALLOWED || newest === null) return [];
      const evidence = [{ text: `${behind} are newer, the newest is ${newest}` }];
      const advice = `gostead install ${newest}`;
      return [{ severity: "info", subject: `go${version}`, evidence, fix: [], advice }];
    }),
});
