import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { goesDirect, proxyFor } from "./proxy.ts";

const url = (text: string) => new URL(text);

test("https and http have their own proxies, upper case first", () => {
  const env = { HTTPS_PROXY: "http://s:1", https_proxy: "http://low:1", http_proxy: "plain:2" };
  assert.equal(proxyFor(env, url("https://a.test/"))?.href, "http://s:1/");
  assert.equal(proxyFor(env, url("http://a.test/"))?.href, "http://plain:2/");
  assert.equal(proxyFor({ HTTP_PROXY: "http://p" }, url("https://a.test/")), undefined);
  assert.equal(proxyFor({ HTTPS_PROXY: "" }, url("https://a.test/")), undefined);
  assert.equal(proxyFor({ ALL_PROXY: "http://p" }, url("https://a.test/")), undefined);
});

test("a proxy that is none is refused without its login", () => {
  for (const HTTPS_PROXY of [
    "ftp://me:secret@p",
    "http://",
    "http://me:secret@:80",
    "http://me:%secret@p",
  ]) {
    assert.throws(
      () => proxyFor({ HTTPS_PROXY }, url("https://a.test/")),
      (error: Error) => {
        assert.equal((error as Error & { code: string }).code, "bad-setting");
        return !error.message.includes("secret") && error.message.includes("HTTPS_PROXY");
      },
    );
  }
});

test("this machine is never asked for through a proxy", () => {
  const hosts = ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.8.9.10:1", "[::1]:3000"];
  for (const host of hosts) assert.equal(goesDirect("", url(`http://${host}/`)), true, host);
  assert.equal(goesDirect("", url("http://localhost.test/")), false);
  assert.equal(goesDirect("", url("http://128.0.0.1/")), false);
});

// Cases of golang.org/x/net/http/httpproxy's documentation and its tests' kinds.
const CASES: [noProxy: string, host: string, direct: boolean][] = [
  ["*", "a.test", true],
  ["", "a.test", false],
  [" , ,", "a.test", false],
  ["a.test", "a.test", true],
  ["a.test", "b.a.test", true],
  ["a.test", "ba.test", false],
  [".a.test", "b.a.test", true],
  [".a.test", "a.test", false],
  ["*.a.test", "b.a.test", true],
  ["*.a.test", "a.test", false],
  ["A.TEST", "a.test", true],
  ["x.test, a.test", "a.test", true],
  ["a.test:8080", "a.test:8080", true],
  ["a.test:8080", "a.test", false],
  ["a.test:443", "a.test", true],
  [":443", "a.test", false],
  ["10.0.0.0/8", "10.1.2.3", true],
  ["10.0.0.0/8", "11.1.2.3", false],
  ["10.0.0.0/99", "10.1.2.3", false],
  ["10.0.0.0/8", "ten.test", false],
  ["10.1.2.3", "10.1.2.3:99", true],
  ["10.1.2.3:99", "10.1.2.3", false],
  ["10.1.2.3:99", "10.1.2.3:99", true],
  ["2001:db8::/32", "[2001:db8::5]", true],
  ["2001:db8::5", "[2001:db8:0::5]", true],
  ["[2001:db8::5]:99", "[2001:db8::5]:99", true],
  ["[2001:db8::5]:99", "[2001:db8::5]", false],
];

for (const [noProxy, host, direct] of CASES) {
  test(`NO_PROXY=${noProxy} leaves ${host} ${direct ? "direct" : "proxied"}`, () => {
    assert.equal(goesDirect(noProxy, url(`https://${host}/`)), direct);
  });
}

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet);

test("a range covers an address exactly when their first bits are equal", () => {
  fc.assert(
    fc.property(
      address,
      address,
      fc.integer({ min: 0, max: 32 }),
      fc.boolean(),
      (a, b, bits, near) => {
        const bitsOf = (parts: number[]) =>
          parts.map((part) => part.toString(2).padStart(8, "0")).join("");
        const host = near ? [...a.slice(0, 3), b[3]] : b;
        if (host[0] === 127) return;
        const same = bitsOf(a).slice(0, bits) === bitsOf(host as number[]).slice(0, bits);
        assert.equal(goesDirect(`${a.join(".")}/${bits}`, url(`http://${host.join(".")}/`)), same);
      },
    ),
  );
});

test("no NO_PROXY makes the matcher throw, and a domain always covers itself", () => {
  const label = fc.string({ unit: fc.constantFrom(..."abcxyz"), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.string(), label, label, (noise, name, sub) => {
      goesDirect(noise, url(`https://${name}.test/`));
      const entry = `${noise.replace(/\*/g, "")},${name}.test`;
      assert.equal(goesDirect(entry, url(`https://${name}.test/`)), true);
      assert.equal(goesDirect(entry, url(`https://${sub}.${name}.test/`)), true);
    }),
  );
});
