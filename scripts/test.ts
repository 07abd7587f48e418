/**
 * What `npm test` runs: packages, format and lint and walls, types, bundle, then
 * every test. `--nightly` adds *.nightly.ts; files as arguments run those alone,
 * without the steps before. On a terminal each test has a line; elsewhere only
 * failures have. Skipped tests are named at the end; the very last line is
 * `N passed, N failed, N skipped`. Exit 1 on any failure, or with nothing to pass.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { ensurePackages } from "./packages.ts";
import { count, isGreen, lastLine, newTally, type Tally } from "./tally.ts";

const FILE_TIMEOUT_MS = 20 * 60_000;
const STEPS = [
  ["format and lint", "node_modules/.bin/biome", "ci", "--colors=off", "."],
  ["types", "node_modules/.bin/tsc", "--noEmit"],
  ["build", process.execPath, "scripts/build.ts"],
] as const;

function step(name: string, perform: () => boolean): boolean {
  const start = performance.now();
  const ok = perform();
  console.log(`${ok ? "ok  " : "FAIL"} ${name} ${took(start)}`);
  return ok;
}

function took(start: number): string {
  return `(${((performance.now() - start) / 1000).toFixed(1)} s)`;
}

/** Quiet when it goes well; everything the program said when it does not. */
function runsClean(command: string, args: readonly string[]): boolean {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) console.log(error?.message ?? `${stdout}${stderr}`);
  return status === 0;
}

function testFiles(nightly: boolean): string[] {
  const patterns = ["{src,test,scripts,bench}/**/*.test.ts"];
  if (nightly) patterns.push("{src,test,scripts,bench}/**/*.nightly.ts");
  return globSync(patterns).sort();
}

async function runTests(files: readonly string[]): Promise<Tally> {
  const tally = newTally();
  const stream = run({ files: [...files], concurrency: 2, timeout: FILE_TIMEOUT_MS });
  const verbose = process.stdout.isTTY && process.env.CI === undefined;
  const tell = (failure: string | undefined) => {
    if (failure !== undefined && !verbose) console.log(`FAIL ${failure}\n`);
  };
  stream.on("test:pass", (report) => tell(count(tally, report, "pass")));
  stream.on("test:fail", (report) => tell(count(tally, report, "fail")));
  if (verbose) stream.compose(spec).pipe(process.stdout);
  else stream.resume();
  await new Promise((end) => stream.on("end", end));
  return tally;
}

function prepare(): boolean {
  ensurePackages(new URL("packages.txt", import.meta.url));
  return STEPS.map(([name, command, ...args]) => step(name, () => runsClean(command, args))).every(
    (ok) => ok,
  );
}

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const words = process.argv.slice(2);
const named = words.filter((word) => !word.startsWith("--"));
const ready = named.length > 0 || prepare();
const begin = performance.now();
const tally = await runTests(named.length > 0 ? named : testFiles(words.includes("--nightly")));
for (const { name, reason } of tally.skipped) console.log(`skipped: ${name} (${reason})`);
console.log(`tests ${took(begin)}`);
if (!ready || !isGreen(tally)) process.exitCode = 1;
console.log(lastLine(tally));
