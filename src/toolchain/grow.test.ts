// Security S2: what a neighbour has is a guess, and a wrong guess is no reason to fail or to keep anything.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";
import { ignoreRange, ON, replace } from "../../test/support/lies.ts";
import { publish } from "../../test/support/publish.ts";
import { toyToolchain } from "../../test/support/toolchain.ts";
import { copyWorks, openWorks, releaseOf, type Works } from "../../test/support/works.ts";
import { code } from "../../test/support/zipcase.ts";
import { install } from "./install.ts";
import { isInstalled } from "./installed.ts";
import { recordPath } from "./receipt.ts";
import { verifyInstalled } from "./verify.ts";

const OLD = releaseOf("1.22.5");
const NEW = releaseOf("1.22.6");
const original = await openWorks({ after }, ["1.22.5", "1.22.6"]);
await install(OLD, original.engine);

const objects = ({ engine }: Works) => readdirSync(engine.home.store, { recursive: true }).sort();

/** Gives a name in a manifest the hash of another of its files, keeping size and CRC-32. */
function forge({ engine }: Works, name: string, like: string): void {
  const path = recordPath(engine.home, OLD);
  const lines = readFileSync(path, "utf8").split("\n");
  const other = lines.find((line) => line.endsWith(` ${like}`))?.slice(0, 64) ?? "";
  const forged = lines.map((line) => (line.endsWith(` ${name}`) ? other + line.slice(64) : line));
  assert.notDeepEqual(forged, lines);
  writeFileSync(path, forged.join("\n"));
}

test("a neighbour that promises another content costs a second fetch, not the install", async (t) => {
  const works = copyWorks(t, original);
  forge(works, "src/io/io.go", "src/os/os.go");
  const { obtained } = await install(NEW, works.engine);
  assert.deepEqual((await verifyInstalled(NEW, works.engine)).problems, []);
  const filled = [...toyToolchain("1.22.6", "linux-amd64").files.values()].filter(
    (one) => one.length,
  );
  assert.equal(obtained?.filesFetched, filled.length, "what was reused is fetched again");
});

test("the same over a proxy that sends the zip whole, asked once", async (t) => {
  const works = copyWorks(t, original);
  works.proxy.lie(ignoreRange(ON.zip));
  forge(works, "src/io/io.go", "src/os/os.go");
  const before = works.proxy.requests.length;
  await install(NEW, works.engine);
  const zips = works.proxy.requests.slice(before).filter(({ path }) => ON.zip.test(path));
  assert.equal(zips.length, 1);
  assert.deepEqual((await verifyInstalled(NEW, works.engine)).problems, []);
});

test("a zip that lies beside a neighbour: fetched again, refused, and nothing joins the store", async (t) => {
  const works = copyWorks(t, original);
  const toy = toyToolchain("1.22.6", "linux-amd64");
  const files = new Map([...toy.files, ["bin/gofmt", Buffer.from("#!/bin/sh\nevil\n")]]);
  works.proxy.lie(replace(ON.zip, publish({ ...toy, files }).zip));
  const before = objects(works);
  await assert.rejects(install(NEW, works.engine), code("hash-mismatch", /h1:/));
  assert.deepEqual(objects(works), before);
  assert.equal(isInstalled(works.engine.home, NEW), false);
  assert.deepEqual(readdirSync(works.engine.home.staging), []);
});

test("a bar is told what comes, once, and no more than that comes", async (t) => {
  for (const lies of [[], [ignoreRange(ON.zip)]]) {
    const works = copyWorks(t, original);
    for (const lie of lies) works.proxy.lie(lie);
    let [expected, received] = [0, 0];
    const watch = {
      ...works.engine.watch,
      expect: (bytes: number) => {
        expected += bytes;
      },
      received: (bytes: number) => {
        received += bytes;
      },
    };
    await install(NEW, { ...works.engine, watch });
    assert.ok(received > 100_000, `${received} bytes`);
    assert.equal(received, expected);
  }
});
