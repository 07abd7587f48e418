/**
 * Builds a small program in given surroundings, with caches that are its own: no network, no other toolchain, none of
 * the user's settings. What it leaves is gone at the end, on an interrupt too.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "#facts/filehash.ts";
import type { Env } from "#host/env.ts";
import type { Host } from "#host/host.ts";
import { onInterrupt } from "#host/interrupt.ts";
import type { RunResult } from "#host/run.ts";
import type { Case } from "./cases.ts";

const MAX_BYTES = 4 << 20;
const MAIN = `package main

import (
	"os"
	"time"
)

func main() { os.Stdout.WriteString(time.Unix(0, 0).UTC().String()) }
`;

export interface Built {
  readonly outcome: "built" | "failed" | "too-slow" | "not-tried";
  readonly ms: number;
  /** The program's SHA-256; null where there is none. */
  readonly sha256: string | null;
  /** What `go list -deps` said, null where it failed. */
  readonly packages: string | null;
  /** Packages that had to be compiled; null where nobody asked. */
  readonly compiled: number | null;
  /** The first line of what went wrong. */
  readonly says: string | null;
}

export interface Workshop {
  readonly top: string;
  close(): void;
}

/** A module of one file in a directory of its own. */
export function openWorkshop({ env }: Host): Workshop {
  const top = mkdtempSync(join(env.TMPDIR || "/tmp", "gostead-reproduce-"));
  // Programs that were killed a moment ago may still write.
  const clean = () => rmSync(top, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  const release = onInterrupt(clean);
  for (const name of ["app", "home", "tmp"]) mkdirSync(join(top, name));
  writeFileSync(join(top, "app", "go.mod"), "module example.com/app\n");
  writeFileSync(join(top, "app", "main.go"), MAIN);
  return {
    top,
    close: () => {
      release();
      clean();
    },
  };
}

export interface Builder {
  readonly host: Host;
  readonly go: string;
  readonly top: string;
  /** For each build. */
  readonly timeoutMs: number;
}

export async function buildCase(builder: Builder, one: Case): Promise<Built> {
  const { top } = builder;
  const program = join(top, "program");
  rmSync(program, { force: true });
  mkdirSync(join(top, one.cache), { recursive: true });
  const verbose = one.reuses === true ? ["-x"] : [];
  const ran = await runGo(builder, one, ["build", "-trimpath", ...verbose, "-o", program, "."]);
  const nothing = { sha256: null, packages: null, compiled: null };
  const ms = Math.round(ran.ms);
  if (ran.timedOut) return { outcome: "too-slow", ms, ...nothing, says: null };
  if (ran.code !== 0 || !existsSync(program))
    return { outcome: "failed", ms, ...nothing, says: firstLine(ran) };
  const listed = await runGo(builder, one, ["list", "-deps", "."]);
  return {
    outcome: "built",
    ms,
    sha256: (await hashOf(program)).hash,
    packages: listed.code === 0 ? listed.stdout : null,
    compiled: one.reuses === true ? compiledIn(ran.stderr) : null,
    says: listed.code === 0 ? null : firstLine(listed),
  };
}

function runGo({ host, go, top, timeoutMs }: Builder, one: Case, words: readonly string[]) {
  const limited =
    one.nofile === undefined
      ? []
      : ["/bin/sh", "-c", 'ulimit -n "$0" && exec "$@"', String(one.nofile)];
  return host.run([...limited, go, ...words], {
    cwd: join(top, "app"),
    env: environment(host.env, top, one),
    timeoutMs,
    maxBytes: MAX_BYTES,
  });
}

/** Nothing of the user's but PATH. */
function environment({ PATH }: Env, top: string, one: Case): Env {
  return {
    PATH,
    HOME: join(top, "home"),
    TMPDIR: join(top, "tmp"),
    GOCACHE: join(top, one.cache),
    GOENV: "off",
    GOPROXY: "off",
    GOSUMDB: "off",
    GOTOOLCHAIN: "local",
    CGO_ENABLED: "0",
    ...one.env,
  };
}

/** `# example.com/app` heads what follows and says nothing itself. */
function firstLine({ stderr, signal }: RunResult): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("# "));
  return lines[0]?.trim() ?? (signal === null ? "it said nothing" : `ended by ${signal}`);
}

function compiledIn(stderr: string): number {
  return stderr.split("\n").filter((line) => /\/compile(\.exe)? /.test(line)).length;
}
