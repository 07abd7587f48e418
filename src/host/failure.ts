/**
 * Why a connection failed, in words a person can act on. Node and undici tell
 * it by error codes; TLS codes are OpenSSL's verification results.
 */
import { GosteadError } from "#model/error.ts";
import { codeOf } from "./env.ts";
import { untrusted } from "./text.ts";
import { TransientError } from "./transient.ts";

/** Where a request was going; both ready to be printed. */
export interface Route {
  /** Host, and port when it is not the scheme's own. */
  readonly host: string;
  readonly proxy: string | undefined;
}

const UNTRUSTED_AUTHORITY = new Set([
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
]);
const WRONG_TIME = new Set(["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"]);
const TIMEOUT = new Set(["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT"]);
const UNREACHABLE = new Set(["ENETUNREACH", "EHOSTUNREACH", "EADDRNOTAVAIL", "ENETDOWN"]);
const DROPPED = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT"]);

/** The error to show for a connection that gave no answer. */
export function connectionFailure(cause: unknown, route: Route): GosteadError {
  const code = codeOf(cause) ?? "";
  return (
    proxyFailure(cause, route) ??
    tlsFailure(cause, code, route) ??
    languageFailure(cause, code, route) ??
    socketFailure(cause, code, route)
  );
}

function proxyFailure(cause: unknown, { host, proxy }: Route): GosteadError | undefined {
  const message = cause instanceof Error ? cause.message : "";
  const status = /^Proxy response \((\d{3})\)|^Proxy Authentication Required \((407)\)/.exec(
    message,
  );
  if (proxy === undefined || status === null) return undefined;
  const answered = status[1] ?? status[2] ?? "";
  return new GosteadError("no-network", `the proxy ${proxy} answered ${answered} for ${host}`, {
    fix:
      answered === "407"
        ? "put the proxy's login into the URL in HTTPS_PROXY"
        : `ask who runs the proxy to let ${host} through, or list it in NO_PROXY`,
    cause,
  });
}

function tlsFailure(cause: unknown, code: string, { host }: Route): GosteadError | undefined {
  const fail = (message: string, fix: string) =>
    new GosteadError("no-network", message, { fix, cause });
  if (UNTRUSTED_AUTHORITY.has(code)) {
    return fail(
      `the certificate of ${host} comes from an authority that this machine does not trust`,
      "add the authority to the system's certificates, or name its file in SSL_CERT_FILE",
    );
  }
  if (WRONG_TIME.has(code)) {
    return fail(
      `the certificate of ${host} is not valid at this time`,
      "check this machine's clock; else its owner must renew it",
    );
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return fail(`the certificate shown for ${host} is for another name`, "check the address");
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) {
    return fail(`${host} does not speak TLS`, "check the port, and whether http was meant");
  }
  return undefined;
}

/** undici's parse errors, whose code is often missing, and headers without end. */
function languageFailure(cause: unknown, code: string, { host }: Route): GosteadError | undefined {
  const unparsable = cause instanceof Error && cause.name === "HTTPParserError";
  if (!unparsable && code !== "UND_ERR_HEADERS_OVERFLOW") return undefined;
  return new GosteadError("bad-answer", `${host} does not answer in HTTP`, {
    fix: "check the port, and whether https was meant",
    cause,
  });
}

function socketFailure(cause: unknown, code: string, { host, proxy }: Route): GosteadError {
  const way = proxy === undefined ? host : `${host} through the proxy ${proxy}`;
  const fix = proxy === undefined ? undefined : "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY";
  const fail = (message: string, advice: string) =>
    new GosteadError("no-network", message, { fix: fix ?? advice, cause });
  if (code === "ENOTFOUND") {
    return fail(`cannot find ${way}`, "check the name and DNS; behind a proxy set HTTPS_PROXY");
  }
  if (code === "ECONNREFUSED") {
    return fail(`${way} refuses connections`, "check host and port, and that it is running");
  }
  if (TIMEOUT.has(code) || UNREACHABLE.has(code)) {
    return fail(`cannot reach ${way}`, "check the network; behind a proxy set HTTPS_PROXY");
  }
  const detail = { fix: fix ?? "check the network, then try again", cause };
  if (code === "EAI_AGAIN") {
    return new TransientError("no-network", `name lookup failed for ${way}`, detail);
  }
  if (DROPPED.has(code)) {
    return new TransientError("no-network", `${way} dropped the connection`, detail);
  }
  const reason = untrusted(cause instanceof Error ? cause.message : String(cause), 200);
  return new GosteadError("no-network", `no answer from ${way}: ${reason}`, detail);
}
