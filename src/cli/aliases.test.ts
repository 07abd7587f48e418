import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "@stricli/core";
import { ALIASES, meaningOf, PHRASES } from "./aliases.ts";
import { parseArgv } from "./argv.ts";
import { application } from "./table.ts";

/** What the framework prints for these words, without running any command. */
async function helpOf(...words: string[]): Promise<string> {
  let printed = "";
  const stream = { write: (text: string) => (printed += text) };
  const process = { stdout: stream, stderr: stream };
  await run(application, [...words, "--help"], { process } as never);
  return printed;
}

const examplesIn = (help: string) => /Examples:\n([\s\S]*?)\n\n/.exec(help)?.[1];

test("each alias is its command to the framework", async () => {
  for (const [alias, verb] of Object.entries(ALIASES)) {
    assert.equal(meaningOf(alias), verb);
    const [own, meant] = [examplesIn(await helpOf(alias)), examplesIn(await helpOf(verb))];
    assert.ok(meant?.includes(`gostead ${verb}`), verb);
    assert.equal(own, meant, alias);
  }
});

test("each phrase is a command with flags that it has", async () => {
  for (const [word, [verb = "", ...flags]] of PHRASES) {
    assert.equal(meaningOf(word), word, "a phrase is no alias");
    const help = await helpOf(verb);
    for (const flag of flags) assert.ok(help.includes(flag), `${verb} ${flag}`);
  }
});

test("a command is its own meaning, and no other word has one", () => {
  for (const word of ["install", "exec", "", "constructor", "__proto__", "I"]) {
    assert.equal(meaningOf(word), word);
  }
});

test("the flags that the table's help names everywhere are taken before it", async () => {
  const [, everywhere = ""] = /Everywhere: (.*)\./.exec(await helpOf("list")) ?? [];
  const flags = everywhere.match(/--?[A-Za-z-]+/g) ?? [];
  assert.ok(flags.length >= 6, everywhere);
  for (const flag of flags) {
    assert.deepEqual(parseArgv(["list", flag, "x"]).words.includes(flag), false, flag);
  }
});
