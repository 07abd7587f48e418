import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { ask } from "./fixing.ts";

async function answered(text: string): Promise<boolean> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(text);
  const agreed = await ask("go on? ", input, output);
  assert.equal(`${output.read()}`, "go on? ");
  return agreed;
}

test("only y and yes agree", async () => {
  for (const yes of ["y\n", "Y\n", "yes\n", " YES \r\n"])
    assert.equal(await answered(yes), true, yes);
  for (const no of ["\n", "n\n", "no\n", "yesno\n", "yy\n", "j\n", "\x1b[A\n", "\0"]) {
    assert.equal(await answered(no), false, JSON.stringify(no));
  }
});

test("the end of the input is a no", async () => {
  assert.equal(await answered(""), false);
});
