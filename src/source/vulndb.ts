/**
 * Where advisories about Go itself come from: the table that ships with gostead, or a
 * copy of the Go vulnerability database as OSV files: a directory of them, or the
 * layout of its web site (index/modules.json, ID/GO-….json) below a directory or an
 * http, https or file URL.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Advisory } from "#advisory/advisory.ts";
import { parseOsv } from "#advisory/osv.ts";
import { parseTable, type Table } from "#advisory/table.ts";
import type { Http } from "#host/fetch.ts";
import { redactUrl } from "#host/text.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import { getBytes } from "./route.ts";

const MAX_INDEX = 32 * 2 ** 20;
const MAX_OSV = 4 * 2 ** 20;
const AT_ONCE = 8;
const ID = /^GO-\d{4}-\d{4,8}$/;

/** What this gostead was built with: beside this file, or beside the bundle. */
export function shippedTable(): Table {
  return parseTable(readFileSync(new URL("./advisories.json", import.meta.url), "utf8"));
}

/**
 * All advisories about Go of a copy of the database; `where` is a path or a URL.
 * Throws `usage` where there is none, `bad-answer` for damaged ones, `no-network`.
 */
export async function readVulndb(where: string, http: () => Http): Promise<Advisory[]> {
  if (/^(https?|file):/.test(where)) return readSite(where.replace(/\/+$/, ""), http());
  const files = osvFiles(where);
  if (files.length === 0) {
    throw new GosteadError("usage", `${quoted(where, 200)} holds no advisory of Go's database`, {
      fix: "name a directory of GO-*.json files, one that holds ID/, or a URL",
    });
  }
  return files.flatMap((file) => parseOsv(readFileSync(file, "utf8"), basename(file)) ?? []);
}

function osvFiles(directory: string): string[] {
  const inner = join(directory, "ID");
  const at = existsSync(inner) ? inner : directory;
  const names = existsSync(at) ? readdirSync(at) : [];
  return names
    .filter((name) => name.endsWith(".json") && ID.test(name.slice(0, -5)))
    .map((name) => join(at, name));
}

async function readSite(base: string, http: Http): Promise<Advisory[]> {
  const index = await textOf(http, { url: `${base}/index/modules.json`, maxBytes: MAX_INDEX });
  const waiting = idsOf(index, base);
  const found: Advisory[] = [];
  const readOne = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const text = await textOf(http, { url: `${base}/ID/${id}.json`, maxBytes: MAX_OSV });
      const advisory = parseOsv(text, `${id}.json`);
      if (advisory !== undefined) found.push(advisory);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readOne));
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function textOf(http: Http, { url, maxBytes }: { url: string; maxBytes: number }) {
  const what = "the vulnerability database";
  return Buffer.from(await getBytes({ http, hops: [] }, { url, what, maxBytes })).toString("utf8");
}

/** The ids that modules.json names for Go itself. */
function idsOf(text: string, base: string): string[] {
  try {
    const modules = JSON.parse(text) as { path: string; vulns: { id: string }[] }[];
    const own = modules.filter(({ path }) => path === "stdlib" || path === "toolchain");
    return [...new Set(own.flatMap(({ vulns }) => vulns.map(({ id }) => id)))].filter((id) =>
      ID.test(id),
    );
  } catch {
    throw new GosteadError(
      "bad-answer",
      `${redactUrl(base)} has no index/modules.json that can be read`,
      { fix: "name the root of a copy of the Go vulnerability database" },
    );
  }
}
