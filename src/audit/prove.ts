/** The pass over the log's lines: the chain by itself, then the chain against the signed heads and the key. */
import { CHECKPOINT_EVERY } from "./append.ts";
import { type Chain, followChain, type Tell } from "./chain.ts";
import type { Entry } from "./format.ts";
import { linesOf } from "./lines.ts";
import { parseVerifier, signerOf, type Verifier } from "./note.ts";
import type { PlacedHead } from "./readheads.ts";

export interface Task {
  readonly path: string;
  /** Bytes to read; what was added later does not count. */
  readonly size: number;
  readonly heads: readonly PlacedHead[];
  /** What key.pub holds, when that is a verifier key. */
  readonly publicKey: string | undefined;
  readonly tellOf: (file: "log.jsonl" | "heads" | "key.pub") => Tell;
}

export interface Proved {
  readonly end: ReturnType<Chain["end"]>;
  /** The newest verifier key that an event names. */
  readonly key: string | undefined;
}

/** A full disk may keep a head from being signed now and then, but not so often. */
const MAX_UNSIGNED = 4 * CHECKPOINT_EVERY;

export async function proveLog(task: Task): Promise<Proved> {
  const tell = task.tellOf("log.jsonl");
  const chain = followChain(tell);
  const keys: Verifier[] = [];
  const signed = bySize(task.heads);
  for await (const { lines, torn } of linesOf(task.path, task.size)) {
    if (torn) tell("truncated tail", chain.lines() + 1, "the last line ends too early");
    else for (const line of lines) takeLine(line);
  }
  proveHeads(task, chain, keys);
  proveKey(task, keys);
  return { end: chain.end(), key: keys.at(-1)?.text };

  function takeLine(line: string): void {
    const entry = chain.take(line);
    if (entry === undefined) return;
    if (entry.kind === "audit" && entry.subject === "key") keys.push(...keyOf(entry));
    for (const head of signed.get(entry.seq) ?? []) {
      if (head.hash === entry.hash) continue;
      const where = `the signed head at heads:${head.line}`;
      tell("rewrite", chain.lines(), `event ${entry.seq} is not the one that ${where} names`);
    }
  }
}

function keyOf({ detail }: Entry): Verifier[] {
  return verifiersOf(typeof detail.key === "string" ? detail.key : undefined);
}

function verifiersOf(text: string | undefined): Verifier[] {
  const verifier = text === undefined ? undefined : parseVerifier(text);
  return verifier === undefined ? [] : [verifier];
}

function bySize(heads: readonly PlacedHead[]): ReadonlyMap<number, PlacedHead[]> {
  const sizes = new Map<number, PlacedHead[]>();
  for (const head of heads) {
    const same = sizes.get(head.size);
    if (same === undefined) sizes.set(head.size, [head]);
    else same.push(head);
  }
  return sizes;
}

/** A log that names no key, being cut or gone, is judged by the key that lies beside it. */
function proveHeads(
  { heads, publicKey, tellOf }: Task,
  chain: Chain,
  keys: readonly Verifier[],
): void {
  const known = keys.length > 0 ? keys : verifiersOf(publicKey);
  const good = heads.filter((head) => {
    const signer = signerOf(head, known);
    if (signer === undefined) tellOf("heads")("rewrite", head.line, NOT_SIGNED);
    return signer !== undefined;
  });
  tellForks(good, tellOf("heads"));
  const { seq } = chain.end();
  const most = good.reduce((far, { size }) => Math.max(far, size), 0);
  if (most > seq) {
    const detail = `the log ends at event ${seq}, a signed head names ${most}`;
    tellOf("log.jsonl")("truncated tail", chain.lines(), detail);
  }
  if (seq - most >= MAX_UNSIGNED) {
    const last = heads.at(-1)?.line ?? 1;
    const detail = `the newest signed head names ${most} of ${seq} events`;
    tellOf("heads")("truncated tail", last, detail);
  }
}

const NOT_SIGNED = "this head is not signed by a key that the log names";

function tellForks(heads: readonly PlacedHead[], tell: Tell): void {
  for (const [size, same] of bySize(heads)) {
    const [first, ...others] = same;
    const other = others.find(({ hash }) => hash !== first?.hash);
    if (other === undefined) continue;
    tell("fork", other.line, `two signed heads of ${size} events name different ones`);
  }
}

function proveKey({ publicKey, tellOf }: Task, keys: readonly Verifier[]): void {
  const newest = keys.at(-1)?.text;
  if (newest === undefined || newest === publicKey) return;
  tellOf("key.pub")("rewrite", 1, "this is not the newest key that the log names");
}
