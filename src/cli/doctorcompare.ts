/**
 * `gostead doctor cgo --compare [PACKAGE]`: the program built with C and without, and what came out of each. The
 * first build has what the build cache held; the one after it only links. Nothing is fetched, nothing kept.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import { monotonicMs } from "#host/clock.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { binaryAt } from "./binaryfile.ts";
import type { CliContext } from "./context.ts";
import type { DoctorWords } from "./doctorpatterns.ts";
import { formatBytes, formatSeconds, shown } from "./render.ts";

const TIMEOUT_MS = 600_000;
const MAX_BYTES = 1 << 20;

interface Built {
  readonly cgo: "0" | "1";
  /** Why it does not build; null where it does. */
  readonly failure: string | null;
  readonly linking: string | null;
  readonly loader: string | null;
  readonly libraries: readonly string[];
  /** The oldest that will do: `2.34`. */
  readonly glibc: string | null;
  readonly bytes: number | null;
  readonly firstMs: number | null;
  readonly againMs: number | null;
}

/** Exit 1 where neither builds. */
export async function compareCgo(
  context: CliContext,
  { groups, packages = ["."] }: DoctorWords,
): Promise<number> {
  const [wanted = "."] = packages;
  if (groups.join() !== "cgo" || packages.length > 1 || wanted.includes("...")) {
    throw new GosteadError("usage", "--compare is for doctor cgo and one program", {
      fix: "gostead doctor cgo --compare ./cmd/app",
    });
  }
  const go = await goHere(context);
  const directory = mkdtempSync(join(tmpdir(), "gostead-compare-"));
  try {
    const builds: Built[] = [];
    for (const cgo of ["1", "0"] as const) {
      builds.push(await build(context, { go, cgo, wanted, file: join(directory, `cgo${cgo}`) }));
    }
    if (context.globals.json) context.output.json({ package: wanted, builds });
    else for (const line of tableOf(builds)) context.output.data(line);
    return builds.every(({ failure }) => failure !== null) ? 1 : 0;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function goHere({ host }: CliContext): Promise<string> {
  const { activego } = await gather(["activego"], thisPlace(host));
  if (activego.known && activego.value !== null) return activego.value.path;
  throw new GosteadError("no-go", "there is no go on PATH to build with", {
    fix: "install one and choose it: gostead install stable && gostead default stable",
  });
}

interface Task {
  readonly go: string;
  readonly cgo: "0" | "1";
  readonly wanted: string;
  readonly file: string;
}

async function build(context: CliContext, task: Task): Promise<Built> {
  const nothing = { linking: null, loader: null, libraries: [], glibc: null, bytes: null };
  const first = await timed(context, task);
  if (first.failure !== null) {
    return { cgo: task.cgo, ...nothing, failure: first.failure, firstMs: null, againMs: null };
  }
  rmSync(task.file);
  const again = await timed(context, task);
  const { linking, interpreter, libraries, glibc, kind } = binaryAt(context, task.file);
  if (kind !== "executable") {
    throw new GosteadError("usage", `${quoted(task.wanted, 200)} is no program`, {
      fix: "name a package main: gostead doctor cgo --compare ./cmd/app",
    });
  }
  const bytes = statSync(task.file).size;
  const times = { firstMs: first.ms, againMs: again.ms };
  const needs = { linking, loader: interpreter, libraries, glibc };
  return { cgo: task.cgo, failure: null, ...needs, bytes, ...times };
}

async function timed({ host }: CliContext, { go, cgo, wanted, file }: Task) {
  const env = { ...host.env, GOTOOLCHAIN: "local", GOPROXY: "off", GONOPROXY: "none" };
  const begun = monotonicMs();
  const { code, stderr, timedOut } = await host.run([go, "build", "-o", file, "--", wanted], {
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    cwd: host.cwd,
    env: { ...env, CGO_ENABLED: cgo },
  });
  const ms = Math.round(monotonicMs() - begun);
  if (code === 0) return { failure: null, ms };
  // `# example.com/m` and `package example.com/m` stand above what is wrong.
  const said = stderr.split("\n").find((line) => line.includes(": "));
  const ended = timedOut ? `it did not end within ${TIMEOUT_MS / 1000} s` : "go build failed";
  return { failure: said?.trim().slice(0, 200) ?? ended, ms };
}

const WIDTH = 26;

function tableOf(builds: readonly Built[]): readonly string[] {
  const row = (name: string, cell: (built: Built) => string) =>
    [name.padEnd(14), ...builds.map((one) => cell(one).padEnd(WIDTH))].join("").trimEnd();
  const ran = (cell: (built: Built) => string) => (one: Built) =>
    one.failure === null ? cell(one) : "-";
  return [
    row("", ({ cgo }) => `CGO_ENABLED=${cgo}`),
    row("builds", ({ failure }) => (failure === null ? "yes" : "no")),
    row(
      "linked",
      ran(({ linking }) => linking ?? "nobody can say"),
    ),
    row(
      "asks for",
      ran(({ libraries }) => libraries.join(", ") || "nothing"),
    ),
    row("image", ran(imageFor)),
    row(
      "size",
      ran(({ bytes }) => formatBytes(bytes ?? 0)),
    ),
    row(
      "first build",
      ran(({ firstMs }) => formatSeconds(firstMs ?? 0)),
    ),
    row(
      "linked again",
      ran(({ againMs }) => formatSeconds(againMs ?? 0)),
    ),
    ...builds.flatMap(({ cgo, failure }) =>
      failure === null ? [] : [`CGO_ENABLED=${cgo}: ${shown(failure)}`],
    ),
  ];
}

function imageFor({ linking, loader, glibc }: Built): string {
  if (linking === "static") return "any, scratch too";
  if (glibc !== null) return `with glibc ${glibc} or newer`;
  return loader?.includes("musl") ? "with musl" : "with these libraries";
}
