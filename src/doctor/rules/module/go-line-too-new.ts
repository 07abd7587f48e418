/** The go line asks for a newer Go than the one that runs here, which may not or cannot fetch it. */
import { compareVersions, parseVersion } from "#model/version.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";
import { judgeModule } from "./module.ts";

export const goLineTooNew = defineRule({
  code: "go-line-too-new",
  title: "the module asks for a newer Go",
  why: "go stops, or fetches another Go first: go.mod requires go >= …",
  group: "module",
  needs: ["modulehere", "activego", "govalues", "goroots"],
  check: ({ modulehere, activego, govalues, goroots }) =>
    judgeModule(modulehere, ({ file, mod: { go } }) => {
      const wanted = parseVersion(go?.value ?? "");
      if (go === null || wanted === undefined) return notApplicable(`${file} has no go line`);
      const runs = parseVersion(activego?.version ?? "");
      if (runs === undefined) return notApplicable("no Go runs here that tells its version");
      if (compareVersions(runs, wanted) >= 0) return [];
      const mode = govalues.values.find(({ name }) => name === "GOTOOLCHAIN")?.value ?? "auto";
      // Before Go 1.21 the line was a note: such a Go goes on, and may fail.
      const isOld = compareVersions(runs, parseVersion("1.21rc1") ?? runs) < 0;
      const stops = !isOld && /^local$|^go[\d.a-z]+$/.test(mode);
      const isHere = goroots.roots.some(
        ({ version }) => compareVersions(parseVersion(version.slice(2)) ?? runs, wanted) >= 0,
      );
      const how = isOld ? `go${runs} does not switch` : `GOTOOLCHAIN=${mode}`;
      const draft: Draft = {
        severity: stops ? "error" : isOld ? "warning" : "info",
        subject: file,
        evidence: [
          { text: `go ${go.value}`, file, line: go.line },
          { text: `go${runs} runs here, ${how}` },
          ...(isHere ? [] : [{ text: "no Go on this machine is new enough" }]),
        ],
        fix: [],
        advice: `gostead install ${wanted}; in the module's directory gostead runs it`,
      };
      return [draft];
    }),
});
