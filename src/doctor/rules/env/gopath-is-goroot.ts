/** GOPATH names a Go tree, or a place in one: what is installed would land in it, and Go says that it has no effect. */
import { occurrencesOf } from "../../occurrence.ts";
import { type Draft, defineRule } from "../../rule.ts";

export const gopathIsGoroot = defineRule({
  code: "gopath-is-goroot",
  title: "GOPATH is a Go tree",
  why: "modules and programs would land inside the toolchain: both GOPATH and GOROOT are the same directory",
  group: "env",
  needs: ["environment", "goenvfile", "rc", "settings", "gos", "goroots", "gobin"],
  check: ({ settings, gos, goroots, gobin, ...sources }) => {
    const roots = new Set([
      settings.GOROOT?.value,
      ...gos.gos.map(({ goroot }) => goroot),
      ...goroots.roots.map(({ path }) => path),
    ]);
    const isRoot = (value: string | null) =>
      (value ?? "").split(":").some((one) => [...roots].some((root) => isWithin(one, root)));
    const places = occurrencesOf("GOPATH", sources).filter(({ value }) => isRoot(value));
    const inFiles = places.filter(({ where }) => where !== "environment");
    const drafts = (inFiles.length > 0 ? inFiles : places).map(
      ({ evidence, edit }): Draft => ({
        severity: "error",
        subject: "GOPATH",
        evidence: [evidence],
        fix: edit === undefined ? [] : [edit(null)],
        ...(edit === undefined
          ? { advice: "unset GOPATH where it is set: Go's default is ~/go" }
          : {}),
      }),
    );
    const standard = gobin?.from === "default" ? gobin.directory.replace(/\/bin$/, "") : null;
    if (drafts.length > 0 || settings.GOPATH !== undefined || !isRoot(standard)) return drafts;
    const advice = `move the Go tree from ${standard} to another place, such as ~/sdk`;
    const evidence = [
      { text: "a Go tree stands where GOPATH is by default", file: standard ?? "" },
    ];
    return [{ severity: "error", subject: "GOPATH", evidence, fix: [], advice }];
  },
});

/** The root itself, or below it. */
function isWithin(path: string, root: string | undefined | null): boolean {
  if (!root) return false;
  const plain = path.replace(/(.)\/+$/, "$1");
  return plain === root || plain.startsWith(`${root}/`);
}
