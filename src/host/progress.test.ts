import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { openProgress } from "./progress.ts";
import { barsMove, colorOf, widthOf } from "./terminal.ts";

const ESC = "\u001b";
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A terminal that keeps what a person would see: enough of the escapes that bars use. */
function fakeTerminal(columns = 80, rows = 24) {
  const writes: string[] = [];
  let lines = [""];
  let row = 0;
  let shown = true;
  const feed = (text: string) => {
    const parts = text.split(new RegExp(`(\\n|\\r|${ESC}\\[\\??\\d*[a-zA-Z])`));
    for (const part of parts) {
      const code = /\[(\??\d*)([a-zA-Z])$/.exec(part.startsWith(ESC) ? part : "");
      if (part === "\n") lines[++row] ??= "";
      else if (code?.[2] === "A") row -= Number(code[1]);
      else if (code?.[2] === "J") lines = [...lines.slice(0, row), ""];
      else if (code?.[1] === "?25") shown = code[2] === "h";
      else if (part !== "\r" && code === null) lines[row] = (lines[row] ?? "") + part;
      assert.ok(row >= 0 && row < 200, "the cursor left the screen");
    }
  };
  const write = (text: string) => {
    writes.push(text);
    feed(text);
  };
  const screen = () => lines.join("\n").trimEnd();
  return { isTTY: true, columns, rows, write, writes, screen, cursorShown: () => shown };
}

test("bars stand, move in place, and leave nothing but what was said", async () => {
  const terminal = fakeTerminal();
  const progress = openProgress(terminal, { enabled: true });
  const one = progress.bar("go1.22.6");
  one.phase("fetch", 1000);
  const two = progress.bar("go1.23.4");
  await wait(150);
  assert.match(terminal.screen(), /^go1\.22\.6 fetch .* {2}0% .*\ngo1\.23\.4$/);
  assert.equal(terminal.cursorShown(), false);
  one.add(500);
  progress.say("go1.21.0 is out of support");
  await wait(150);
  assert.match(
    terminal.screen(),
    /^go1\.21\.0 is out of support\ngo1\.22\.6 fetch .* 50% .*\ngo1\.23\.4[^\n]*$/,
  );
  one.phase("link", 10);
  two.done();
  await wait(150);
  assert.match(terminal.screen(), /^go1\.21\.0 is out of support\ngo1\.22\.6 link .* {2}0%[^\n]*$/);
  progress.close();
  assert.equal(terminal.screen(), "go1.21.0 is out of support");
  assert.equal(terminal.cursorShown(), true);
  const written = terminal.writes.length;
  await wait(150);
  assert.equal(terminal.writes.length, written);
});

test("no more than ten redraws a second, whatever happens in between", async () => {
  const terminal = fakeTerminal();
  const progress = openProgress(terminal, { enabled: true });
  const bar = progress.bar("x", 1e6);
  const end = performance.now() + 550;
  while (performance.now() < end) {
    bar.add(1);
    await wait(1);
  }
  progress.close();
  const draws = terminal.writes.filter((text) => text.includes("x ")).length;
  assert.ok(draws >= 2 && draws <= 6, String(draws));
});

test("what is over within a tenth of a second is never drawn", async () => {
  const terminal = fakeTerminal();
  const progress = openProgress(terminal, { enabled: true });
  progress.bar("x").done();
  progress.close();
  assert.deepEqual(terminal.writes, []);
});

test("narrow and low terminals: no line too wide, no more bars than rows", async () => {
  const terminal = fakeTerminal(40, 4);
  const progress = openProgress(terminal, { enabled: true });
  for (let at = 0; at < 9; at += 1) progress.bar(`go1.2${at}.1\u001b[2J`).phase("fetch", 1e8);
  await wait(250);
  const lines = terminal.screen().split("\n");
  assert.equal(lines.length, 3);
  assert.ok(lines.every((line) => line.length <= 40 && line.includes("\\u{1b}")));
  progress.close();
});

test("disabled: lines only", async () => {
  const terminal = fakeTerminal();
  const progress = openProgress(terminal, { enabled: false });
  const bar = progress.bar("x", 10);
  bar.phase("y");
  bar.add(5);
  progress.say("hello");
  await wait(150);
  bar.done();
  progress.close();
  assert.deepEqual(terminal.writes, ["hello\n"]);
});

for (const [how, signal] of [
  ["Ctrl-C", "SIGINT"],
  ["process.exit", undefined],
] as const) {
  test(`${how} puts the terminal right`, async () => {
    const source = `
      import { openProgress } from ${JSON.stringify(new URL("./progress.ts", import.meta.url).href)};
      const stream = { isTTY: true, write: (text) => require("node:fs").writeSync(1, text) };
      openProgress(stream, { enabled: true }).bar("x");
      setTimeout(() => ${signal === undefined ? "process.exit(3)" : "{}"}, ${signal === undefined ? 300 : 60_000});`;
    const require =
      'import { createRequire } from "node:module"; const require = createRequire("/");';
    const child = spawn(process.execPath, ["--input-type=module", "-e", require + source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
      if (signal !== undefined && out.includes("x\n")) child.kill(signal);
    });
    const [code, ended] = await once(child, "close");
    assert.deepEqual([code, ended], signal === undefined ? [3, null] : [null, signal]);
    assert.ok(
      out.includes(`${ESC}[?25l`) && out.endsWith(`${ESC}[?7h${ESC}[?25h`),
      JSON.stringify(out),
    );
  });
}

test("where colour and bars are wanted", () => {
  const tty = { isTTY: true, write: () => {} };
  const file = { write: () => {} };
  assert.equal(colorOf({}, tty, "auto"), true);
  assert.equal(colorOf({}, file, "auto"), false);
  assert.equal(colorOf({ NO_COLOR: "1" }, tty, "auto"), false);
  assert.equal(colorOf({ NO_COLOR: "" }, tty, "auto"), true);
  assert.equal(colorOf({ TERM: "dumb" }, tty, "auto"), false);
  assert.equal(colorOf({ NO_COLOR: "1" }, file, "always"), true);
  assert.equal(colorOf({}, tty, "never"), false);
  assert.equal(barsMove({}, tty), true);
  assert.equal(barsMove({}, file), false);
  assert.equal(barsMove({ CI: "true" }, tty), false);
  assert.equal(barsMove({ CI: "1" }, tty), false);
  assert.equal(barsMove({ CI: "false" }, tty), true);
  assert.equal(barsMove({ TERM: "dumb" }, tty), false);
  assert.equal(widthOf(file), 80);
  assert.equal(widthOf({ ...tty, columns: 40 }), 40);
});
