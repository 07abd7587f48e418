/**
 * Follows one element of GOPROXY as a build would: name, TCP, TLS, then the
 * endpoints of the protocol (https://go.dev/ref/mod#goproxy-protocol). Lists
 * come first; the files asked for are of a version that a list has, as a
 * mirror need not hold any other. What can run at once does.
 */
import { goSetting } from "#host/env.ts";
import type { Host } from "#host/host.ts";
import { loginFor, readNetrc } from "#host/netrc.ts";
import { type GetProbe, type GetQuestion, probeGet } from "#host/probeget.ts";
import { parseProxyList } from "#model/proxylist.ts";
import { type Hop, type HopRead, type Page, shownBase } from "./networkread.ts";
import { type ProbeOptions, probeHost } from "./probehost.ts";

/** Its list is stable, and every mirror of the public modules has it. */
const MODULE = "golang.org/x/text";
const TOOLCHAIN = "golang.org/toolchain";
/** Lists grow for ever; their beginning tells what they are. */
const LIST_BYTES = 64 * 1024;
const FILE_BYTES = 4096;
const ZIP_RANGE = { start: 0, end: 4 };

/** Of file: URLs there is no host to reach. */
const NO_HOST = { is: "probed", dns: null, connect: null, authorities: null } as const;

export async function probeHop({ hop, log }: HopRead, options: ProbeOptions): Promise<Hop> {
  const { host } = options;
  const base = withLogin(hop, host);
  const origin = new URL(hop);
  const [reached, files] = await Promise.all([
    origin.protocol === "file:" ? NO_HOST : probeHost(origin, options),
    probeFiles({ base, log }, options),
  ]);
  return { ...reached, login: loginOf(new URL(base), host), ...files };
}

/** Facts hold addresses without logins; the login comes from where Go takes it. */
function withLogin(hop: string, { env }: Host): string {
  const hops = parseProxyList(goSetting(env, "GOPROXY")?.value ?? "");
  const found = hops.find((one) => one.kind === "proxy" && shownBase(one.url) === hop);
  return found?.kind === "proxy" ? found.url : hop;
}

function loginOf(url: URL, { env }: Host): Hop["login"] {
  if (url.username !== "" || url.password !== "") return "url";
  if (url.protocol !== "https:" || goSetting(env, "GOAUTH")?.value === "off") return null;
  return loginFor(readNetrc(env), url.hostname) === undefined ? null : "netrc";
}

interface Files {
  readonly base: string;
  readonly log: string;
}

async function probeFiles(
  { base, log }: Files,
  { host, timeoutMs }: ProbeOptions,
): Promise<Pick<Hop, "module" | "pages">> {
  const get = (path: string, more: Partial<GetQuestion> = {}) =>
    probeGet(host.http(), { url: `${base}/${path}`, max: FILE_BYTES, timeoutMs, ...more });
  const [toolchains, list, supported] = await Promise.all([
    get(`${TOOLCHAIN}/@v/list`, { max: LIST_BYTES }),
    get(`${MODULE}/@v/list`, { max: LIST_BYTES }),
    get(`sumdb/${log}/supported`),
  ]);
  const lists = {
    toolchains: pageOf(toolchains, versionsIn(toolchains).length),
    list: pageOf(list, versionsIn(list).length),
    log: pageOf(supported, 1),
  };
  const chosen = chosenVersion(list, toolchains);
  if (chosen === undefined) return { module: null, pages: lists };
  const at = `${chosen.module}/@v/${chosen.version}`;
  const [info, mod, zip] = await Promise.all([
    get(`${at}.info`),
    get(`${at}.mod`),
    get(`${at}.zip`, { range: ZIP_RANGE }),
  ]);
  const pages = {
    ...lists,
    info: pageOf(info, Number(says(info, `"${chosen.version}"`))),
    mod: pageOf(mod, Number(says(mod, `module ${chosen.module}`))),
    zip: pageOf(zip, Number(says(zip, "PK"))),
  };
  return { module: `${chosen.module}@${chosen.version}`, pages };
}

/** The small module where there is one: a toolchain's zip has 70 MB where ranges are ignored. */
function chosenVersion(list: GetProbe, toolchains: GetProbe) {
  const version = versionsIn(list).find((one) => /^v\d+\.\d+\.\d+$/.test(one));
  if (version !== undefined) return { module: MODULE, version };
  const toolchain = versionsIn(toolchains).at(-1);
  return toolchain === undefined ? undefined : { module: TOOLCHAIN, version: toolchain };
}

/** Of a list that was cut, the last line may be half a version. */
function versionsIn(probe: GetProbe): readonly string[] {
  if (probe.is !== "answered" || probe.status !== 200 || probe.html) return [];
  const lines = probe.body.split("\n").slice(0, -1);
  return lines.flatMap((line) => /^(v\d[\w.+-]*)\r?$/.exec(line)?.[1] ?? []);
}

function says(probe: GetProbe, text: string): boolean {
  return probe.is === "answered" && probe.body.includes(text);
}

function pageOf(probe: GetProbe, holds: number): Page {
  if (probe.is === "failed") return probe;
  const { body: _, ...page } = probe;
  return { ...page, holds };
}
