/**
 * The real Go as the judge: builds one of the programs in this folder and asks
 * it. A test that gets a reason instead of a program is skipped by that name.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Program {
  /** Runs it with `input` as JSON on stdin; the answer is its stdout, read as JSON. */
  ask(args: readonly string[], input?: unknown): unknown;
  /** A directory for the test's files, removed with the program. */
  readonly scratch: string;
  close(): void;
}

const ENV = { ...process.env, GOTOOLCHAIN: "local", GOWORK: "off" };
const MAX_OUTPUT = 256 * 1024 * 1024;

/** Why there is no judge, or false: as node:test wants its `skip`. */
export const noGo: string | false = goTooOld();

/** `xmod` needs golang.org/x/mod, from the module cache or a GOPROXY. */
export const noXmod: string | false = noGo === false ? cannotFetch() : noGo;

export function buildProgram(name: "std" | "xmod"): Program {
  const scratch = mkdtempSync(join(tmpdir(), "gostead-judge-"));
  const binary = join(scratch, name);
  run("go", ["build", "-buildvcs=false", "-o", binary, "."], { cwd: sourceOf(name) });
  return {
    scratch,
    ask: (args, input) => {
      const text = run(binary, args, { cwd: scratch, input: JSON.stringify(input ?? null) });
      return text === "" ? undefined : JSON.parse(text);
    },
    close: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

function sourceOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

function run(
  command: string,
  args: readonly string[],
  { cwd, input = "" }: { cwd: string; input?: string },
): string {
  const options = { cwd, input, env: ENV, encoding: "utf8", maxBuffer: MAX_OUTPUT } as const;
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? stderr}`);
  return stdout;
}

function goTooOld(): string | false {
  const { stdout, status } = spawnSync("go", ["env", "GOVERSION"], { env: ENV, encoding: "utf8" });
  if (status !== 0) return "go is not installed";
  const minor = Number(/^go1\.(\d+)/.exec(stdout)?.[1] ?? 99);
  return minor < 22 ? `go/version is not in ${stdout.trim()}` : false;
}

function cannotFetch(): string | false {
  const cwd = sourceOf("xmod");
  const { status } = spawnSync("go", ["mod", "download", "golang.org/x/mod"], { cwd, env: ENV });
  return status === 0 ? false : "golang.org/x/mod cannot be fetched";
}
