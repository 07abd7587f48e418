/** `gostead doctor net`: each element of GOPROXY and each other host, hop by hop, with what was measured. */
import type { Facts, FactValue } from "#facts/facts.ts";
import type { Output } from "./context.ts";
import { shown } from "./render.ts";

type Chain = FactValue<"goproxy">;
type Element = Extract<Chain["elements"][number], { readonly kind: "proxy" }>;
type Hop = Element["answer"];
type Page = NonNullable<Hop["pages"]["list"]>;

export type AskedNetwork = Partial<Pick<Facts, "goproxy" | "hosts">>;

/** The members `network` and `hosts` of the report, where the network was asked. */
export function networkJson({ goproxy, hosts }: AskedNetwork = {}) {
  return {
    ...(goproxy?.known === true && { network: goproxy.value }),
    ...(hosts?.known === true && hosts.value.length > 0 && { hosts: hosts.value }),
  };
}

export function printNetwork(output: Output, { goproxy, hosts }: AskedNetwork = {}): void {
  if (goproxy?.known === true) printChain(output, goproxy.value);
  for (const { url, role, answer } of hosts?.known === true ? hosts.value : []) {
    output.data(`${shown(url)} (${ROLES[role]})`);
    for (const line of reachLines(answer)) output.data(`     ${line}`);
  }
}

const ROLES = { named: "--host", private: "private modules", log: "checksum log" } as const;

function printChain(output: Output, { value, origin, elements }: Chain): void {
  output.data(`GOPROXY ${shown(value)} (${WHO[origin]})`);
  for (const element of elements) {
    if (element.kind !== "proxy") continue;
    output.data(`  ${element.at}  ${shown(element.url)}`);
    for (const line of linesOf(element.answer)) output.data(`     ${line}`);
    output.data(`     then  ${nextOf(element)}`);
  }
}

const WHO = { env: "environment", user: "Go's settings file", default: "Go's default" } as const;

function linesOf(hop: Hop): readonly string[] {
  const { login, pages } = hop;
  const read = Object.entries(pages).flatMap(([name, page]) =>
    page === undefined ? [] : [`${name.padEnd(10)}  ${pageLine(page)}`],
  );
  return [
    ...reachLines(hop),
    ...(login === null ? [] : [`login from ${login === "url" ? "the URL" : "netrc"}`]),
    ...read,
  ];
}

function reachLines({ dns, connect }: Pick<Hop, "dns" | "connect">): readonly string[] {
  return [
    ...(dns === null ? [] : [`dns   ${dnsLine(dns)}`]),
    ...(connect === null ? [] : connectLines(connect)),
  ];
}

function dnsLine(dns: NonNullable<Hop["dns"]>): string {
  const { system, asked, answered, minMs, medianMs, p95Ms, steady } = dns;
  const found = system.length === 0 ? "no address" : system.map((one) => shown(one)).join(" ");
  const times =
    minMs === null ? "" : `, ${minMs} ms at best, ${medianMs} ms median, ${p95Ms} ms p95`;
  return `${found}; ${answered} of ${asked} lookups${times}${steady ? "" : ", answers differ"}`;
}

const STAGES = { proxy: "proxy", connect: "tcp  ", tls: "tls  " } as const;

function connectLines(connect: NonNullable<Hop["connect"]>): readonly string[] {
  const via = connect.via === null ? "" : ` via ${shown(connect.via)}`;
  if (connect.is === "failed") {
    return [`${STAGES[connect.stage]} failed: ${shown(connect.reason)}${via}`];
  }
  const tcp = `tcp   ${shown(connect.address)} in ${connect.connectMs} ms${via}`;
  if (connect.is === "tcp") return [tcp];
  const { certificate, protocol, cipher, handshakeMs, tried, done } = connect;
  return [
    tcp,
    `tls   ${protocol} ${cipher}, ${done} of ${tried} handshakes, ${handshakeMs} ms`,
    `cert  ${shown(certificate.subject)}, issued by ${shown(certificate.issuer)}, ${certificate.daysLeft} days left`,
  ];
}

function pageLine(page: Page): string {
  if (page.is === "failed") return `${shown(page.reason)} (${page.ms} ms)`;
  return `${page.status} in ${page.ms} ms${page.html ? ", a web page" : ""}`;
}

function nextOf({ next, following }: Element): string {
  if (next === "end") return "nothing";
  const when = next === "any" ? "any error" : "404 or 410";
  return `${shown(following ?? "")} after ${when}`;
}
