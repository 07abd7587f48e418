/** Lines of people's own that put another Go before the block: they are said, and stay. */
import type { Ask, FileBlock } from "./target.ts";

/** Where a tree or another manager is named; `~/go/bin` holds programs of `go install`, no go. */
const OTHER_GO = /goenv|asdf|\bmise\b|\/sdk\/go|\$\{?GOROOT|\/go-?\d*(?:\.\d+)*\/bin/;
const GOBIN = /(?:~|\$\{?HOME\}?|\/home\/[^/:]+|\/root)\/go\/bin/g;

/** A sentence for each such line behind the block that stands in a file already. */
export function handMade(blocks: readonly FileBlock[], { rc, root }: Ask): readonly string[] {
  return blocks.flatMap(({ path }) => {
    const lines = rc.files.find((file) => file.path === path)?.lines ?? [];
    const ours = lines.findLast(({ text }) => text.includes(`${root}/shims`))?.line;
    if (ours === undefined) return [];
    return lines
      .filter(({ line, names, text }) => line > ours && names.includes("PATH") && comesFirst(text))
      .map(({ line }) => `${path}:${line} puts another go before gostead's: move it up, or away`);
  });
}

function comesFirst(text: string): boolean {
  const code = text.replace(/(^|\s)#.*$/, "").replace(GOBIN, "");
  const appended = /\$\{?PATH\}?:/.test(code) && !/:"?\$\{?PATH/.test(code);
  return OTHER_GO.test(code) && !appended;
}
