/**
 * A DNS server on 127.0.0.1 that knows one thing: every name is 127.0.0.1 and
 * ::1 (RFC 1035 §4, one answer that points back at its question). It may drop
 * queries, as a bad line does.
 */
import { createSocket } from "node:dgram";
import type { Lifespan } from "./loopback.ts";

export interface DnsStub {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Queries that came. */
  count(): number;
}

const RESPONSE = 0x8180;
const AAAA = 28;
/** Where names begin: after the header. */
const QUESTION_AT = 12;

/** `drops` is told the number of the query, from 0. */
export async function serveDns(t: Lifespan, drops: (query: number) => boolean): Promise<DnsStub> {
  const socket = createSocket("udp4");
  let count = 0;
  socket.on("message", (query, from) => {
    const number = count++;
    if (!drops(number)) socket.send(answerTo(query), from.port, from.address);
  });
  await new Promise<void>((ready) => socket.bind(0, "127.0.0.1", ready));
  t.after(() => socket.close());
  return { address: `127.0.0.1:${socket.address().port}`, count: () => count };
}

function answerTo(query: Buffer): Buffer {
  const end = query.indexOf(0, QUESTION_AT) + 5;
  const question = query.subarray(QUESTION_AT, end);
  const isSix = question.readUInt16BE(question.length - 4) === AAAA;
  const address = isSix ? Buffer.from([...Array(15).fill(0), 1]) : Buffer.of(127, 0, 0, 1);
  const header = Buffer.from(query.subarray(0, QUESTION_AT));
  header.writeUInt16BE(RESPONSE, 2);
  for (const [at, value] of [1, 1, 0, 0].entries()) header.writeUInt16BE(value, 4 + 2 * at);
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc000 + QUESTION_AT, 0);
  record.writeUInt16BE(isSix ? AAAA : 1, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(60, 6);
  record.writeUInt16BE(address.length, 10);
  return Buffer.concat([header, question, record, address]);
}
