// The pages and the program are one: a page for each error code and each command,
// every flag on its command's page, links that lead somewhere.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { ERROR_CODES, exitOf } from "#model/error.ts";
import { type Home, runGostead, withHome } from "../support/home.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const pagesIn = (directory: string) =>
  globSync("*.md", { cwd: join(ROOT, directory) })
    .filter((name) => name !== "README.md")
    .map((name) => name.replace(/\.md$/, ""))
    .sort();

test("every error code has a page, and every page a code", () => {
  assert.deepEqual(pagesIn("docs/error"), [...ERROR_CODES].sort());
});

test("an error's page says its exit status, shows a message and what to do", () => {
  const index = read("docs/error/README.md");
  for (const code of ERROR_CODES) {
    const page = read(`docs/error/${code}.md`);
    assert.match(page, new RegExp(`^# ${code}\n\nExit ${exitOf(code)}\\. `), code);
    assert.match(page, /\n```\n(\$|gostead: )[\s\S]*\n```\n/, `${code}: no message`);
    assert.match(page, /\n## What to do\n\n\S/, code);
    assert.ok(index.includes(`| [\`${code}\`](${code}.md) | ${exitOf(code)} |`), `${code}: index`);
  }
});

interface Command {
  readonly words: readonly string[];
  readonly flags: readonly string[];
}

/** Every command as --help shows it, and its flags as its own help shows them. */
async function commands(home: Home): Promise<Command[]> {
  const found: Command[] = [];
  for (const words of await namesOf(home, [])) {
    const inner = await namesOf(home, words);
    if (inner.length > 0)
      found.push(...(await Promise.all(inner.map((own) => flagsOf(home, own)))));
    else found.push(await flagsOf(home, words));
  }
  return found;
}

async function helpOf(home: Home, words: readonly string[]): Promise<string> {
  const ran = await runGostead([...words, "--help"], { home });
  assert.equal(ran.code, 0, ran.stderr);
  return ran.stdout;
}

async function namesOf(home: Home, words: readonly string[]): Promise<string[][]> {
  const [, list = ""] = (await helpOf(home, words)).split("\nCOMMANDS\n");
  return list
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) => [...words, line.trim().split(" ")[0] ?? ""]);
}

async function flagsOf(home: Home, words: readonly string[]): Promise<Command> {
  const help = await helpOf(home, words);
  const [, list = ""] = /\nFLAGS\n([\s\S]*?)(\n\n|$)/.exec(help) ?? [];
  const flags = [...list.matchAll(/\[?(--[a-z][a-z-]*)\]?/g)].map(([, flag = ""]) => flag);
  return { words, flags: flags.filter((flag) => flag !== "--help") };
}

test("every command has a page that names its flags, and every page a command", async () => {
  await withHome(async (home) => {
    const all = await commands(home);
    assert.ok(all.length > 10);
    const index = read("docs/reference/README.md");
    for (const { words, flags } of all) {
      const name = words.join("-");
      const page = read(`docs/reference/${name}.md`);
      assert.ok(page.startsWith(`# gostead ${words.join(" ")}\n`), name);
      for (const part of ["## Usage", "## Examples", "## JSON", "## Exit codes"]) {
        assert.ok(page.includes(`\n${part}\n`), `${name}: no ${part}`);
      }
      for (const flag of flags) assert.ok(page.includes(flag), `${name}: ${flag} is not described`);
      assert.ok(
        index.includes(`[\`${words.join(" ")}\`](${name}.md)`),
        `${name}: not in the index`,
      );
    }
    const names = all.map(({ words }) => words.join("-"));
    assert.deepEqual(pagesIn("docs/reference"), [...names, "gostead"].sort());
  });
});

const documents = globSync("{*.md,docs/**/*.md,bench/*.md}", { cwd: ROOT }).sort();

test("every link leads to a file, and to a heading in it", () => {
  assert.ok(documents.includes("README.md"));
  for (const document of documents) {
    const text = withoutCode(read(document));
    for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = "", heading] = target.split("#");
      const file = path === "" ? document : relative(ROOT, join(ROOT, dirname(document), path));
      assert.ok(existsSync(join(ROOT, file)), `${document}: ${target} leads nowhere`);
      if (heading === undefined) continue;
      assert.ok(headingsOf(file).includes(heading), `${document}: no heading ${target}`);
    }
  }
});

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
}

/** The anchors that GitHub makes of headings. */
function headingsOf(path: string): string[] {
  return [...withoutBlocks(read(path)).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutBlocks(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, "");
}

test("no page names a place of one machine, or a registry", () => {
  for (const document of documents.filter((name) => !name.startsWith("bench/"))) {
    const text = read(document);
    assert.doesNotMatch(text, /\/(dev\/shm|work|root)\//, document);
    assert.doesNotMatch(text, /registry\.npmjs|proxy\.golang\.org|artifactory/i, document);
  }
});
