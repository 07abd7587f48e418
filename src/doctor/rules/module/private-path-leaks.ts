/** A module that looks like one's own, and is asked for at public servers. */
import { DEFAULT_GOPROXY } from "#model/defaults.ts";
import { matchesPatterns } from "#model/patterns.ts";
import { type Draft, defineRule } from "../../rule.ts";
import { judgeModule } from "./module.ts";
import { isPrivateHost, isSibling } from "./privatepath.ts";

const [PUBLIC_PROXY = ""] = DEFAULT_GOPROXY.split(",");

export const privatePathLeaks = defineRule({
  code: "private-path-leaks",
  title: "a module that looks private is asked for in public",
  why: "its name is told to a public proxy and to the checksum database, which do not have it: 404 Not Found",
  group: "module",
  needs: ["modulehere", "settings"],
  check: ({ modulehere, settings }) =>
    judgeModule(modulehere, ({ file, mod: { requires, replaces } }) => {
      const own = settings.GOPRIVATE?.value ?? "";
      const [proxy, log] = [settings.GONOPROXY?.value ?? own, settings.GONOSUMDB?.value ?? own];
      const usesProxy = (settings.GOPROXY?.value ?? DEFAULT_GOPROXY).includes(PUBLIC_PROXY);
      const usesLog = settings.GOSUMDB?.value !== "off";
      const drafts = requires.flatMap(({ path, line }): readonly Draft[] => {
        const looks = isPrivateHost(path) || isSibling(path, own);
        const told = [
          ...(usesProxy && !matchesPatterns(proxy, path) ? ["the public proxy"] : []),
          ...(usesLog && !matchesPatterns(log, path) ? ["the checksum database"] : []),
        ];
        if (!looks || told.length === 0 || replaces.some((one) => one.path === path)) return [];
        const evidence = [
          { text: path, file, line },
          { text: `GOPRIVATE=${own} leaves it to ${told.join(" and ")}` },
        ];
        const [host = path] = path.split("/");
        const list = [own, host].filter((one) => one !== "").join(",");
        const advice = `if it is yours: go env -w GOPRIVATE=${list}`;
        return [{ severity: "info", subject: path, evidence, fix: [], advice }];
      });
      return drafts;
    }),
});
