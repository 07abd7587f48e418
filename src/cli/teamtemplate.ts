/**
 * The template of `setup team`: a `.goenv`, a directory with one in it, or an address. What comes from an address counts
 * only with the hash that was given for it, and is kept in gostead's home under that hash, so that it is fetched once and
 * `doctor` can compare with it offline. It is read as `.goenv` is, and nothing of it is run.
 */
import { createHash } from "node:crypto";
import { realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { MAX_BYTES } from "#config/file.ts";
import { parseGoenv } from "#config/goenvfile.ts";
import { lookAtFile } from "#facts/look.ts";
import { isTransient, statusError, withRetries } from "#host/retry.ts";
import { atomicWrite } from "#host/sync.ts";
import { redactUrl } from "#host/text.ts";
import { GosteadError } from "#model/error.ts";
import { type GoenvAssignment, readGoenvLine } from "#model/goenvline.ts";
import type { CliContext } from "./context.ts";
import { shown } from "./render.ts";

export interface Template {
  /** As the project's `.goenv` names it: `./PATH` in the project, the address, or a file's name. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** In its order; of a name that stands there twice the last value. */
  readonly fields: readonly GoenvAssignment[];
  readonly warnings: readonly string[];
}

export interface TemplateWish {
  /** A path, relative to the working directory, or an address. */
  readonly from: string;
  readonly sha256: string | undefined;
  /** The project's. */
  readonly root: string;
}

/** Throws `usage`, `bad-setting`, `hash-mismatch`, `offline`, and what fetching throws. */
export async function readTemplate(context: CliContext, wish: TemplateWish): Promise<Template> {
  const { sha256, from } = wish;
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new GosteadError("usage", `${shown(sha256).slice(0, 80)} is no SHA-256 hash`, {
      fix: "write 64 hexadecimal digits, as sha256sum prints them",
    });
  }
  const isAddress = /^[a-z][a-z0-9+.-]*:/i.test(from);
  const { name, bytes } = isAddress
    ? await fetched(context, from, sha256)
    : await fromFile(context, wish);
  const found = hashOf(bytes);
  if (sha256 !== undefined && found !== sha256) throw mismatch(shown(name), found, sha256);
  return { name, sha256: found, bytes, ...readFields(bytes, shown(name)) };
}

/**
 * The one that the project's `.goenv` names already: a file of the project as it is now, any other from the copy that is
 * kept here. An address is not asked: whoever wrote the project does not choose where we connect to.
 */
export async function namedTemplate(
  context: CliContext,
  { name, sha256 }: { readonly name: string; readonly sha256: string },
  root: string,
): Promise<Template> {
  if (name.startsWith("./")) {
    return await readTemplate(context, { from: join(root, name), sha256: undefined, root });
  }
  const kept = await lookAtFile("/", { file: copyOf(context, sha256), max: MAX_BYTES });
  if (kept.is === "file" && hashOf(kept.bytes) === sha256) {
    return { name, sha256, bytes: kept.bytes, ...readFields(kept.bytes, name) };
  }
  throw new GosteadError("bad-setting", `no copy of the template ${shown(name)} is kept here`, {
    fix: `gostead setup team --template ${shown(name)} --sha256 ${sha256}`,
  });
}

/** Keeps a copy for `doctor`, which reads no network; a file of the project is there anyway. */
export async function keepTemplate(
  context: CliContext,
  { name, sha256, bytes }: Template,
): Promise<void> {
  if (name.startsWith("./")) return;
  await atomicWrite(copyOf(context, sha256), bytes, { mode: 0o600 });
}

function readFields(bytes: Uint8Array, name: string): Pick<Template, "fields" | "warnings"> {
  const { lines, warnings } = parseGoenv(bytes, name, "/");
  const known = new Set(lines.map(({ key }) => key));
  const fields = new Map<string, GoenvAssignment>();
  // The parser makes caches absolute; the project's file shall say what the template says.
  for (const line of new TextDecoder().decode(bytes).split(/\r?\n/)) {
    const said = readGoenvLine(line);
    if (said !== undefined && "key" in said && known.has(said.key)) fields.set(said.key, said);
  }
  const lowered = lines.filter(({ lowers }) => lowers !== undefined);
  const words = lowered.map(
    ({ key, lowers }) => `${name} sets ${key}: ${lowers}; it needs gostead allow --unsafe`,
  );
  return { fields: [...fields.values()], warnings: [...warnings, ...words] };
}

interface Found {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function fromFile({ host }: CliContext, { from, root }: TemplateWish): Promise<Found> {
  const path = resolve(host.cwd, from);
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const file = isDirectory ? join(path, ".goenv") : path;
  const answer = await lookAtFile("/", { file, max: MAX_BYTES });
  if (answer.is !== "file") {
    const why = answer.is === "absent" ? "it is not there" : answer.reason;
    throw new GosteadError("bad-setting", `${shown(file)} is no template: ${why}`, {
      fix: "name a file of lines KEY=VALUE (at most 64 KiB), or a directory with a .goenv in it",
    });
  }
  const base = `${realpathSync(root)}/`;
  const own = answer.real.startsWith(base);
  const name = own ? `./${answer.real.slice(base.length)}` : (answer.real.split("/").at(-1) ?? "");
  if (/^[\w./][\w./:@%+=,~-]*$/.test(name)) return { name, bytes: answer.bytes };
  throw new GosteadError("usage", `a template cannot have the name ${shown(name)}`, {
    fix: "use letters, digits and ._+-/ in it: the project's .goenv names it in one line",
  });
}

async function fetched(
  context: CliContext,
  address: string,
  sha256: string | undefined,
): Promise<Found> {
  const url = URL.parse(address);
  const name = redactUrl(address);
  if (url === null || !/^(https?|file):$/.test(url.protocol) || !/^[\w./:@%+=,~-]+$/.test(name)) {
    throw new GosteadError("usage", `${name} is no address of a template`, {
      fix: "write an https address, or a path",
    });
  }
  if (sha256 === undefined) {
    throw new GosteadError("usage", `the template of ${name} counts only with its hash`, {
      fix: "--sha256 HEX, from whoever keeps the template",
    });
  }
  const kept = await lookAtFile("/", { file: copyOf(context, sha256), max: MAX_BYTES });
  if (kept.is === "file" && hashOf(kept.bytes) === sha256) return { name, bytes: kept.bytes };
  if (context.globals.offline && url.protocol !== "file:") {
    throw new GosteadError(
      "offline",
      `${name} is not kept here, and --offline forbids the network`,
      {
        fix: "run it again without --offline",
      },
    );
  }
  return { name, bytes: await download(context, address) };
}

async function download({ host }: CliContext, url: string): Promise<Uint8Array> {
  return await withRetries(async () => {
    const answer = await host.http().get({ url, maxBytes: MAX_BYTES });
    if (answer.status === 200) return await answer.bytes(MAX_BYTES);
    const error = await statusError(answer, "the template");
    if (isTransient(error)) throw error;
    throw new GosteadError(error.code, error.message, {
      fix: "check the template's address, or name a file",
    });
  });
}

function copyOf({ host }: CliContext, sha256: string): string {
  return `${host.home.root}/templates/${sha256}`;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function mismatch(name: string, found: string, asked: string): GosteadError {
  return new GosteadError("hash-mismatch", `${name} has the hash ${found}, not ${asked}`, {
    fix: "it is not what its keeper gave the hash for: ask them; nothing of it was used",
  });
}
