/** go.mod says what the go command would write otherwise: under -mod=readonly, which is the default, it stops. */
import type { FactValue } from "#facts/facts.ts";
import { compareVersions, parseVersion } from "#model/version.ts";
import { type Draft, defineRule } from "../../rule.ts";
import { judgeModule } from "./module.ts";

type ModFile = NonNullable<FactValue<"modulehere">>["mod"];

export const goModNeedsUpdate = defineRule({
  code: "go-mod-needs-update",
  title: "go.mod is not as go would write it",
  why: "go stops instead of changing it: updates to go.mod needed",
  group: "module",
  needs: ["modulehere"],
  check: ({ modulehere }) =>
    judgeModule(modulehere, ({ file, mod }) => {
      const stopping = [...versionsIn(mod), ...twiceIn(mod)];
      const found = [...stopping, ...toolchainIn(mod)];
      if (found.length === 0) return [];
      const draft: Draft = {
        severity: stopping.length > 0 ? "error" : "warning",
        subject: file,
        evidence: found.map((one) => ({ ...one, file })),
        fix: [],
        advice: "go mod tidy, then look at what it changed",
      };
      return [draft];
    }),
});

function versionsIn({ requires }: ModFile) {
  return requires
    .filter(({ said, version }) => said !== version)
    .map(({ path, said, line }) => ({ text: `${path} ${said}: no whole version`, line }));
}

function twiceIn({ requires }: ModFile) {
  const first = new Map<string, string>();
  return requires.flatMap(({ path, version, line }) => {
    const before = first.get(path) ?? version;
    first.set(path, before);
    return before === version ? [] : [{ text: `${path} ${version}, and ${before} above`, line }];
  });
}

/** `go list -m all` and `go get` say so; `go build` passes over it. */
function toolchainIn({ go, toolchain }: ModFile) {
  const [least, named] = [go?.value, toolchain?.value.replace(/^go|-.*/g, "")].map((one) =>
    parseVersion(one ?? ""),
  );
  if (least === undefined || named === undefined || toolchain === null) return [];
  if (compareVersions(named, least) >= 0) return [];
  return [{ text: `toolchain ${toolchain.value} is older than go ${least}`, line: toolchain.line }];
}
