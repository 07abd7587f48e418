import assert from "node:assert/strict";
import test from "node:test";
import { ratesOf } from "./rates.ts";

type Given = Parameters<typeof ratesOf>[0][number];

function event(kind: string, result: "ok" | "failed", detail: Given["detail"] = {}): Given {
  return { kind, subject: "go1.22.6.linux-amd64", result, detail };
}

function attempt(subject: string, result: "ok" | "failed", detail: Given["detail"] = {}): Given {
  return { ...event("attempt", result, detail), subject };
}

test("installs and repairs are counted, and what is no attempt is not", () => {
  const { attempts, causes } = ratesOf([
    event("install", "ok"),
    event("install", "failed", { during: "install", code: "no-network" }),
    event("integrity", "failed", { during: "install", code: "bad-zip" }),
    event("integrity", "failed", { during: "verify", problems: 2 }),
    event("integrity", "failed", { during: "command", code: "altered-log" }),
    event("repair", "ok"),
    event("switch", "ok"),
    event("fix", "ok", { changes: 1 }),
  ]);
  assert.deepEqual(attempts, [
    { what: "install", tries: 3, ok: 1 },
    { what: "repair", tries: 1, ok: 1 },
  ]);
  assert.deepEqual(causes, [
    { cause: "integrity", failures: 1, codes: ["bad-zip"] },
    { cause: "network", failures: 1, codes: ["no-network"] },
  ]);
});

test("one attempt may fail for several causes; the most frequent stands first", () => {
  const { attempts, causes } = ratesOf([
    attempt("doctor --fix", "failed", {
      causes: "permission,config",
      codes: "toolchain-writable,go-alias",
    }),
    attempt("doctor --fix", "failed", { causes: "config", codes: "go-alias" }),
    attempt("use", "ok"),
  ]);
  assert.deepEqual(attempts, [
    { what: "doctor --fix", tries: 2, ok: 0 },
    { what: "use", tries: 1, ok: 1 },
  ]);
  assert.deepEqual(causes, [
    { cause: "config", failures: 2, codes: ["go-alias"] },
    { cause: "permission", failures: 1, codes: ["toolchain-writable"] },
  ]);
});

test("an empty log has no rates", () => {
  assert.deepEqual(ratesOf([]), { attempts: [], causes: [] });
});
