// Who sets a variable: expected answers from spec B2.4, `go help environment` and what the shim does.
import assert from "node:assert/strict";
import test from "node:test";
import { type Layers, originsOf } from "./origin.ts";

const NOTHING: Layers = {
  environment: {},
  userFile: [],
  goroot: "/g",
  gorootFile: [],
  fallback: undefined,
};
const line = (name: string, value: string, at: number, file = "/h/env") => ({
  name,
  value,
  file,
  line: at,
});
const FULL: Layers = {
  environment: { GOPROXY: "e", CGO_ENABLED: "1", GOROOT: "/old" },
  userFile: [line("GOPROXY", "u0", 1), line("GOPROXY", "u", 3), line("CGO_ENABLED", "u", 4)],
  label: {
    name: "1.22.6@prod",
    file: "/l/env",
    variables: new Map([
      ["GOPROXY", "l"],
      ["CGO_ENABLED", "0"],
    ]),
  },
  goroot: "/g",
  gorootFile: [line("GOPROXY", "r", 6, "/g/go.env")],
  fallback: "d",
};
const said = (name: string, layers: Layers) => {
  const { counts, others } = originsOf(name, layers);
  return [counts, ...others].map((one) => one && `${one.kind} ${one.value}`);
};

test("GOPROXY: environment, go env -w with its last line first, label, go.env, default", () => {
  const all = ["environment e", "goenv u", "goenv u0", "label l", "goroot r", "default d"];
  assert.deepEqual(said("GOPROXY", FULL), all);
  assert.deepEqual(said("GOPROXY", { ...FULL, environment: { GOPROXY: "" } }), all.slice(1));
  const { counts } = originsOf("GOPROXY", { ...FULL, environment: {} });
  assert.deepEqual(counts, { kind: "goenv", value: "u", file: "/h/env", line: 3 });
});

test("what the shell has from the label is the label's, and counts as what is set", () => {
  const layers = { ...FULL, environment: { GOPROXY: "l" } };
  assert.deepEqual(said("GOPROXY", layers), [
    "label l",
    "goenv u",
    "goenv u0",
    "goroot r",
    "default d",
  ]);
});

test("an empty last line takes back what stands above it", () => {
  const userFile = [...FULL.userFile, line("GOPROXY", "", 9)];
  const { counts } = originsOf("GOPROXY", { ...FULL, environment: {}, userFile });
  assert.deepEqual(counts, { kind: "label", value: "l", label: "1.22.6@prod", file: "/l/env" });
});

test("what a label overrides comes before the environment", () => {
  const all = ["label 0", "environment 1", "goenv u", "default d"];
  assert.deepEqual(said("CGO_ENABLED", FULL), all);
});

test("GOROOT is the toolchain's own; one from the environment is dropped, one of go env -w is not", () => {
  assert.deepEqual(said("GOROOT", FULL), ["gostead /g", "environment /old"]);
  const userFile = [line("GOROOT", "/u", 1)];
  assert.deepEqual(said("GOROOT", { ...FULL, userFile })[0], "goenv /u");
  const system = { ...FULL, goroot: undefined };
  assert.deepEqual(said("GOROOT", system), ["environment /old", "default d"]);
});

test("GOTOOLCHAIN: local unless you, or a label, say otherwise", () => {
  const auto = { name: "x", file: "/l", variables: new Map([["GOTOOLCHAIN", "auto"]]) };
  const userFile = [line("GOTOOLCHAIN", "path", 1)];
  const of = (layers: Partial<Layers>) => said("GOTOOLCHAIN", { ...NOTHING, ...layers });
  assert.deepEqual(of({}), ["gostead local"]);
  assert.deepEqual(of({ label: auto }), ["label auto", "gostead local"]);
  assert.deepEqual(of({ label: auto, userFile }), ["gostead local", "goenv path", "label auto"]);
  const env = (GOTOOLCHAIN: string) => ({ environment: { GOTOOLCHAIN } });
  assert.deepEqual(of(env("auto")), ["environment auto", "gostead local"]);
  assert.deepEqual(of(env("go1.22.6")), ["gostead local", "environment go1.22.6"]);
  assert.deepEqual(of({ ...env("auto"), goroot: undefined }), ["environment auto"]);
});

test("nothing sets it", () => {
  assert.deepEqual(originsOf("GOFLAGS", NOTHING), { counts: undefined, others: [] });
});

test("what Go computes can not be set", () => {
  const environment = { GOVERSION: "x" };
  assert.deepEqual(said("GOVERSION", { ...NOTHING, environment, fallback: "go1" }), [
    "default go1",
  ]);
});
