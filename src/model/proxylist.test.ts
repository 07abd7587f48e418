import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { GosteadError } from "#model/error.ts";
import { parseProxyList } from "./proxylist.ts";

test("a comma goes on when a thing is absent, a bar after any error", () => {
  assert.deepEqual(
    parseProxyList("https://a.example|http://b.example/go/,c.example:8080/x,direct"),
    [
      { kind: "proxy", url: "https://a.example", next: "any" },
      { kind: "proxy", url: "http://b.example/go", next: "absent" },
      { kind: "proxy", url: "https://c.example:8080/x", next: "absent" },
      { kind: "direct" },
    ],
  );
});

test("nothing follows the last proxy, whatever separator it has", () => {
  for (const text of ["https://a.example", "https://a.example,", "https://a.example| ,,"]) {
    assert.deepEqual(parseProxyList(text), [
      { kind: "proxy", url: "https://a.example", next: "end" },
    ]);
  }
});

test("direct and off end the list", () => {
  assert.deepEqual(parseProxyList("direct,https://a.example"), [{ kind: "direct" }]);
  assert.deepEqual(parseProxyList("off|not a url"), [{ kind: "off" }]);
});

test("unset means Go's own default", () => {
  const [first, second, ...rest] = parseProxyList("");
  assert.ok(first?.kind === "proxy" && first.next === "absent");
  assert.match(first.url, /^https:\/\/\w+\.golang\.org$/);
  assert.deepEqual([second, ...rest], [{ kind: "direct" }]);
});

test("GONOPROXY puts a way around the proxies before them, as cmd/go does", () => {
  const [first, second] = parseProxyList("https://a.example", "corp.example");
  assert.deepEqual(first, { kind: "noproxy" });
  assert.equal(second?.kind, "proxy");
  assert.deepEqual(parseProxyList("direct", "corp.example"), [{ kind: "direct" }]);
});

test("blanks around entries do not count, and files are allowed", () => {
  assert.deepEqual(parseProxyList(" file:///srv/go , off"), [
    { kind: "proxy", url: "file:///srv/go", next: "absent" },
    { kind: "off" },
  ]);
});

test("https may carry credentials, http may not", () => {
  const [hop] = parseProxyList("https://me:secret@a.example");
  assert.equal(hop?.kind === "proxy" && hop.url, "https://me:secret@a.example");
  for (const text of ["http://me:secret@127.0.0.1", "http://me@a.example"]) {
    assert.throws(
      () => parseProxyList(text),
      (error) => {
        assert.ok(error instanceof GosteadError);
        assert.equal(error.code, "bad-setting");
        assert.match(error.message, /credentials for "(127.0.0.1|a.example)"/);
        assert.doesNotMatch(error.message, /secret/);
        return true;
      },
    );
  }
});

test("what is no proxy is refused, without showing a password", () => {
  const words = [
    "noproxy",
    "foo",
    "/srv/go",
    "ftp://a.example",
    "https:/a.example",
    "https://",
    "a b.example",
  ];
  const urls = [
    "https://a.example?x=1",
    "https://a.example/#f",
    "file://host/srv",
    "file:relative",
    "://x",
  ];
  const odd = [
    " ",
    ",",
    "|,",
    "https://a\n.example",
    "https://a.example\\b",
    "ssh://me:secret@a.example",
  ];
  for (const text of [...words, ...urls, ...odd]) {
    assert.throws(
      () => parseProxyList(text),
      (error) => {
        assert.ok(error instanceof GosteadError, text);
        assert.equal(error.code, "bad-setting", text);
        assert.doesNotMatch(error.message, /secret/);
        return true;
      },
    );
  }
});

test("whatever the setting is, the answer is a list or a GosteadError, at once", () => {
  const setting = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.stringMatching(/^[,|:/.a@?# -]{0,60}$/),
    fc.constantFrom(",", "|", "a.b,", "@", "/").map((piece) => piece.repeat(20_000)),
  );
  fc.assert(
    fc.property(setting, (text) => {
      const start = performance.now();
      try {
        const hops = parseProxyList(text);
        assert.ok(hops.length > 0);
        for (const hop of hops)
          if (hop.kind === "proxy") assert.match(hop.url, /^(https?|file):\/\//);
      } catch (error) {
        assert.ok(error instanceof GosteadError, String(error));
        assert.equal(error.code, "bad-setting");
      }
      assert.ok(performance.now() - start < 2000);
    }),
  );
});
