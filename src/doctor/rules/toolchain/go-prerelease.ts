/** A release candidate or beta runs: for trying out, its faults are mended in the release alone. */
import { defineRule } from "../../rule.ts";
import { judgeLife } from "./life.ts";

export const goPrerelease = defineRule({
  code: "go-prerelease",
  title: "this Go is a prerelease",
  why: "it is for trying out: what is wrong with it is mended in the release, not in it",
  group: "toolchain",
  needs: ["golife"],
  check: ({ golife }) =>
    judgeLife(golife, ({ version, newest }) => {
      if (!/\d(rc|beta|alpha)\d/.test(version)) return [];
      const out = newest === null ? [] : [{ text: `${newest} is released` }];
      const advice =
        newest === null
          ? "gostead install stable; gostead default stable"
          : `gostead install ${newest}`;
      const evidence = [{ text: `go${version} is a prerelease` }, ...out];
      return [{ severity: "info", subject: `go${version}`, evidence, fix: [], advice }];
    }),
});
