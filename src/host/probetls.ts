/**
 * TCP and TLS to one origin, measured: who answers, how fast, under which
 * certificate, and whether the roots of this machine and the public ones vouch
 * for it. A certificate that is no good is looked at all the same: nothing is
 * sent over the connection.
 */
import type { Socket } from "node:net";
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import { monotonicMs, now } from "./clock.ts";
import { codeOf } from "./env.ts";
import { hostOf, openTcp, type TcpFailure, type TcpTarget } from "./probetcp.ts";
import { rootContext } from "./roots.ts";
import { untrusted } from "./text.ts";

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** As the certificate has them: `DNS:a.example, IP Address:192.0.2.1`. */
  readonly names: string;
  /** Whole days until it ends, rounded down; negative when it has. */
  readonly daysLeft: number;
  /** Whole days until it begins; 0 when it has. */
  readonly daysToGo: number;
  /** The name asked for is among its names. */
  readonly named: boolean;
  /** Subjects from it up. */
  readonly chain: readonly string[];
}

export interface TlsOpen {
  readonly is: "tls";
  readonly address: string;
  readonly via: string | null;
  readonly connectMs: number;
  /** Of so many handshakes tried at once, how many were done, and their times. */
  readonly tried: number;
  readonly done: number;
  readonly handshakeMs: number;
  readonly slowestMs: number;
  readonly protocol: string;
  readonly cipher: string;
  readonly certificate: Certificate;
  /** OpenSSL's word for why this machine does not trust the chain; null when it does. */
  readonly distrust: string | null;
  /** A machine with none but the public authorities would trust it. */
  readonly public: boolean;
}

export type ConnectProbe =
  | TlsOpen
  /** An http origin: there is no more to see. */
  | {
      readonly is: "tcp";
      readonly address: string;
      readonly via: string | null;
      readonly connectMs: number;
    }
  | TcpFailure
  | {
      readonly is: "failed";
      readonly stage: "tls";
      readonly code: string;
      readonly reason: string;
      readonly via: string | null;
    };

const DAY_MS = 24 * 60 * 60 * 1000;

/** Never throws for what the network does; `bad-setting` for a proxy that is none. */
export async function probeConnect(target: TcpTarget): Promise<ConnectProbe> {
  if (target.origin.protocol === "http:") return await plain(target);
  const own = rootContext(target.env);
  const open = createSecureContext({ ca: getCACertificates("bundled") });
  const [first, second, third] = await Promise.all([
    handshake(target, own),
    handshake(target, open),
    handshake(target, own),
  ]);
  if (first.is === "failed") return first;
  const done = [first, second, third].filter((one) => one.is === "done");
  const { socket, ms, ...rest } = first;
  const times = done.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    ...rest,
    is: "tls",
    tried: 3,
    done: done.length,
    handshakeMs: times[Math.floor((times.length - 1) / 2)] ?? ms,
    slowestMs: times.at(-1) ?? ms,
    certificate: certificateOf(socket.certificate, hostOf(target.origin)),
    public: second.is === "done" && second.distrust === null,
  };
}

async function plain(target: TcpTarget): Promise<ConnectProbe> {
  const begun = monotonicMs();
  const opened = await openTcp(target);
  if (opened.is === "failed") return opened;
  const { socket, via } = opened;
  const address = socket.remoteAddress ?? "";
  socket.destroy();
  return { is: "tcp", address, via, connectMs: Math.round(monotonicMs() - begun) };
}

interface Done {
  readonly is: "done";
  readonly address: string;
  readonly via: string | null;
  readonly connectMs: number;
  readonly ms: number;
  readonly protocol: string;
  readonly cipher: string;
  readonly distrust: string | null;
  readonly socket: { readonly certificate: PeerCertificate };
}

type Handshake = Done | Extract<ConnectProbe, { is: "failed" }>;

async function handshake(target: TcpTarget, secureContext: SecureContext): Promise<Handshake> {
  const begun = monotonicMs();
  const opened = await openTcp(target);
  if (opened.is === "failed") return opened;
  const connectMs = Math.round(monotonicMs() - begun);
  const { socket, via } = opened;
  const address = socket.remoteAddress ?? "";
  try {
    const timeoutMs = Math.max(1, target.timeoutMs - connectMs);
    const tls = await encrypted({ socket, secureContext, target: { ...target, timeoutMs } });
    return { is: "done", address, via, connectMs, ...tls };
  } catch (error) {
    const reason = untrusted(error instanceof Error ? error.message : String(error), 200);
    return { is: "failed", stage: "tls", code: codeOf(error) ?? "EFAIL", reason, via };
  } finally {
    socket.destroy();
  }
}

interface Encrypting {
  readonly socket: Socket;
  readonly secureContext: SecureContext;
  readonly target: TcpTarget;
}

function encrypted({ socket, secureContext, target }: Encrypting) {
  const { promise, resolve, reject } =
    Promise.withResolvers<Omit<Done, "is" | "address" | "via" | "connectMs">>();
  const begun = monotonicMs();
  const host = hostOf(target.origin);
  const isName = !/^[\d.]+$|:/.test(host);
  const tls: TLSSocket = connect(
    { socket, secureContext, rejectUnauthorized: false, ...(isName && { servername: host }) },
    () => {
      resolve({
        ms: Math.round(monotonicMs() - begun),
        protocol: tls.getProtocol() ?? "",
        cipher: tls.getCipher().standardName,
        // With a name of its own the connection would count a wrong one as distrust too.
        distrust: distrustOf(tls),
        socket: { certificate: tls.getPeerCertificate(true) },
      });
      tls.destroy();
    },
  );
  const late = Object.assign(new Error("the handshake did not end in time"), { code: "timeout" });
  const timer = setTimeout(() => tls.destroy(late), target.timeoutMs);
  tls.on("error", reject);
  tls.on("close", () => {
    clearTimeout(timer);
    reject(Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" }));
  });
  return promise;
}

function distrustOf(tls: TLSSocket): string | null {
  const code: unknown = tls.authorizationError;
  const word = typeof code === "string" ? code : codeOf(code);
  return tls.authorized || word === "ERR_TLS_CERT_ALTNAME_INVALID" ? null : (word ?? "unknown");
}

function certificateOf(certificate: PeerCertificate, host: string): Certificate {
  const nowMs = now().getTime();
  const days = (date: string) => Math.floor((Date.parse(date) - nowMs) / DAY_MS);
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    names: untrusted(certificate.subjectaltname ?? "", 500),
    daysLeft: days(certificate.valid_to),
    daysToGo: Math.max(0, days(certificate.valid_from) + 1),
    named: checkServerIdentity(host, certificate) === undefined,
    chain: chainOf(certificate),
  };
}

/** The organisation tells more than the name of one of its many authorities. */
function nameOf(name: PeerCertificate["subject"] | undefined): string {
  const { CN, O } = name ?? {};
  const parts = [CN, O].flat().filter((part) => part !== undefined && part !== "");
  return untrusted(parts.join(", ") || "no name", 200);
}

function chainOf(certificate: PeerCertificate): readonly string[] {
  const names: string[] = [];
  const seen = new Set<string>();
  let at: unknown = certificate;
  while (isDetailed(at) && !seen.has(at.fingerprint256) && names.length < 10) {
    seen.add(at.fingerprint256);
    names.push(nameOf(at.subject));
    at = at.issuerCertificate;
  }
  return names;
}

function isDetailed(
  value: unknown,
): value is PeerCertificate & { readonly issuerCertificate?: unknown } {
  return typeof value === "object" && value !== null && "fingerprint256" in value;
}
