// Copies of the database in each form that is read: a flat directory, the layout of its
// site in a directory, by file: URL and over http, and what is none of them.
import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { openHttp } from "#host/fetch.ts";
import { readVulndb, shippedTable } from "./vulndb.ts";

const OSV = fileURLToPath(new URL("../../test/data/osv", import.meta.url));
const OWN = ["GO-2021-0068", "GO-2021-0223", "GO-2026-4337"];

const site = mkdtempSync(join(tmpdir(), "gostead-vulndb-"));
cpSync(OSV, join(site, "ID"), { recursive: true });
mkdirSync(join(site, "index"));
const modules = [
  { path: "stdlib", vulns: [{ id: OWN[1] }, { id: OWN[2] }, { id: "../../etc/passwd" }] },
  { path: "toolchain", vulns: [{ id: OWN[0] }] },
  { path: "example.com/other", vulns: [{ id: "GO-2020-9999" }] },
];
writeFileSync(join(site, "index/modules.json"), JSON.stringify(modules));

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  const file = join(site, (request.url ?? "").replace(/^\/db/, ""));
  if (existsSync(file)) response.end(readFileSync(file));
  else response.writeHead(404).end("none");
});
await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const http = openHttp({});
after(async () => {
  await http.close();
  server.close();
  rmSync(site, { recursive: true });
});

const idsOf = async (where: string) =>
  (await readVulndb(where, () => http)).map(({ id }) => id).sort();

test("every form of a copy says the same", async () => {
  assert.equal(readdirSync(OSV).length, 4);
  for (const where of [OSV, site, `${url}/db/`, pathToFileURL(site).href])
    assert.deepEqual(await idsOf(where), OWN, where);
  assert.deepEqual(
    asked.filter((one) => !/^\/db\/(index\/modules|ID\/GO-[\d-]+)\.json$/.test(one)),
    [],
  );
});

test("a directory without advisories, one that is not there, a site without an index", async () => {
  await assert.rejects(idsOf(tmpdir()), { code: "usage" });
  await assert.rejects(idsOf(join(site, "none")), { code: "usage" });
  await assert.rejects(idsOf(`${url}/nowhere`), { code: "not-available" });
});

test("an index that is a page is no index", async () => {
  const odd = join(site, "odd");
  mkdirSync(join(odd, "index"), { recursive: true });
  writeFileSync(join(odd, "index/modules.json"), "<html>sign in</html>");
  await assert.rejects(idsOf(`${url}/odd`), { code: "bad-answer" });
});

test("the shipped table is read beside the code", () => {
  assert.equal(shippedTable().advisories.length, 199);
});
