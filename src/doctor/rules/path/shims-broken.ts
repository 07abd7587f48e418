/** gostead's own programs for `go` are gone, empty, or may not be started, although versions are installed. */
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

export const shimsBroken = defineRule({
  code: "shims-broken",
  title: "gostead's shims are not as gostead writes them",
  why: "go is not found, does nothing, or is another one than the project asks for",
  group: "path",
  needs: ["homeparts"],
  check: ({ homeparts: { root, inUse, shims } }) => {
    if (!inUse) return notApplicable("gostead has installed nothing here");
    const evidence = shims.flatMap(({ path, wrong }) =>
      wrong === null ? [] : [{ text: wrong, file: path }],
    );
    if (evidence.length === 0) return [];
    const advice = "run: gostead activate --write-shims";
    const draft: Draft = {
      severity: "error",
      subject: `${root}/shims`,
      evidence,
      fix: [],
      advice,
    };
    return [draft];
  },
});
