// What servers write into doctor's report (security S19): certificates, bodies, redirects, lists and heads full of
// control characters and CI commands. In no format does any of it act.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { assertSafe, EVIL } from "../support/evil.ts";
import { startProxy } from "../support/goproxy.ts";
import { type Ran, runGostead, withHome } from "../support/home.ts";
import { edit, ON, replace, status } from "../support/lies.ts";
import { makeLog } from "../support/log.ts";
import { noOpenssl, serve, tempDirectory } from "../support/loopback.ts";
import { toyToolchain } from "../support/toolchain.ts";

const FORMATS = ["text", "json", "sarif", "junit", "github"];

/** Every format, each safe; the text one is given back. */
async function reported(env: Record<string, string>, what: string): Promise<string> {
  let text = "";
  for (const format of FORMATS) {
    const ran = await withHome((home) =>
      runGostead(["doctor", "net", "proxy", "sumdb", "--format", format], { home, env }),
    );
    assert.equal(ran.code, 1, `${what}: ${ran.stderr}`);
    assertSafe(inLines(ran, format), `${what}, ${format}`);
    if (format === "text") text = ran.stdout;
  }
  return text;
}

/**
 * Our own annotations are commands: each line is exactly one, and what is left of it must be safe.
 * A JSON report is one line of any length.
 */
function inLines(ran: Ran, format: string): Ran {
  if (format === "github") {
    return { ...ran, stdout: ran.stdout.replace(/^::(?:error|warning|notice) [^:]*::/gm, "x") };
  }
  return /json|sarif/.test(format) ? { ...ran, stdout: ran.stdout.replaceAll(',"', ',\n"') } : ran;
}

async function proxyFor(t: TestContext) {
  const log = makeLog({ name: "log.gostead.test", seed: "untrusted" });
  log.fill(300);
  const proxy = await startProxy({ log, toolchains: [toyToolchain("1.22.6")] });
  t.after(() => proxy.close());
  return { proxy, env: { GOPROXY: proxy.url, GOSUMDB: log.verifierKey } };
}

test("names in a certificate", { skip: noOpenssl }, async (t) => {
  const at = tempDirectory(t);
  // A common name has 64 characters at most (RFC 5280, ub-common-name).
  const [name, organisation] = [EVIL.slice(0, 50), "x\n##vso[task.y]\u202e"];
  const made = spawnSync("openssl", [
    ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -utf8".split(" "),
    ...["-subj", `/CN=${name.replaceAll("/", "\\/")}/O=${organisation}`],
    ...["-keyout", join(at, "key"), "-out", join(at, "cert")],
  ]);
  assert.equal(made.status, 0, `${made.stderr}`);
  const text = (file: string) => readFileSync(join(at, file), "utf8");
  const identity = { key: text("key"), cert: text("cert"), caFile: join(at, "cert") };
  const { url } = await serve(t, (_, res) => void res.end(), identity);
  const said = await reported({ GOPROXY: url }, "certificate");
  assert.match(said, /u\{1b\}/, "the name is not shown at all");
});

test("bodies and redirects", async (t) => {
  const { proxy, env } = await proxyFor(t);
  const refused = proxy.lie(status(ON.all, 403, { text: EVIL }));
  assert.match(await reported(env, "403"), /answered 403/);
  refused.stop();
  const portal = await serve(t, (_, res) => {
    res.writeHead(200, { "content-type": "text/html" }).end(`<html>${EVIL}`);
  });
  const location = `${portal.url}/x%1b[31m;##vso[task.x]z`;
  proxy.lie(status(ON.all, 302, { headers: { location } }));
  assert.match(await reported(env, "redirect"), /it leads to/);
});

test("lists, heads and files", async (t) => {
  const { proxy, env } = await proxyFor(t);
  proxy.lie(edit(ON.list, /^/, `v1.0.${EVIL}\nv0.0.1-go1.22.7${EVIL}.linux-amd64\n`));
  proxy.lie(replace(/\.info$/, EVIL));
  const note = `go.sum database tree\n${EVIL}\n\n\u2014 log.gostead.test${EVIL} AAAA\n`;
  proxy.lie(replace(ON.latest, note));
  const said = await reported(env, "content");
  assert.match(said, /log-not-proven/);
  assert.match(said, /goproxy-incomplete/);
});

test("GOPROXY and GOSUMDB themselves", async (t) => {
  const { env } = await proxyFor(t);
  const evil = EVIL.replaceAll("\n", "");
  assert.match(
    await reported({ ...env, GOPROXY: `https://x.test/${evil}` }, "GOPROXY"),
    /goproxy-invalid/,
  );
  const gone = { GOPROXY: "http://127.0.0.1:1", GOSUMDB: `log${evil}+00000000+AAAA` };
  await reported(gone, "GOSUMDB");
});
