/**
 * The time zone and the locale that programs here take. A zone is a file below the zone directories that Go looks
 * in (package time): it ends with a line of its rule, `UTC0` (tzfile(5)). Names of locales are those that `locale -a`
 * lists; it is asked only for a name that not every system has.
 */
import { defineFact, known, type Machine } from "./fact.ts";
import type { FileAnswer, Read, RunAnswer, StatusAnswer } from "./read.ts";

const MAX = 1 << 18;
const ZONES = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];
const NAMES = ["LC_ALL", "LC_CTYPE", "LC_COLLATE", "LC_MESSAGES", "LC_NUMERIC", "LC_TIME", "LANG"];
const EVERYWHERE = /^(C|POSIX|C\.utf-?8)?$/i;
const SERVICES = ["GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "BUILDKITE", "TF_BUILD"];

export interface Locale {
  /** As it is set; null where it is not. Empty is UTC. */
  readonly tz: string | null;
  /** Whether Go finds a zone of that name; null where none is set. */
  readonly zoneFound: boolean | null;
  /** Whether there is any zone data here. */
  readonly zones: boolean;
  /** What /etc/localtime is; null where there is none, which is UTC. */
  readonly localtime: { readonly zone: string | null; readonly rule: string | null } | null;
  /** LANG and LC_*, those that are set. */
  readonly set: Readonly<Record<string, string>>;
  /** Of those the names that this system does not have; null where it does not list them. */
  readonly unknown: readonly string[] | null;
  /** The variable by which a CI service tells itself. */
  readonly ci: string | null;
}

export const localeFact = defineFact({
  name: "locale",
  cost: "local",
  about: "time zone and locale, whether their names are known here, and whether this is CI",
  reads: (machine): readonly Read[] => [
    { status: "/etc/localtime" },
    { file: "/etc/localtime", max: MAX },
    ...ZONES.map((status) => ({ status })),
    ...zoneFiles(machine).map((file) => ({ file, max: MAX })),
    ...(unusual(machine).length === 0 ? [] : [{ argv: ["locale", "-a"], max: MAX }]),
  ],
  parse: (answers, machine) => {
    const [status, file, ...rest] = answers as readonly (StatusAnswer | FileAnswer | RunAnswer)[];
    const tz = machine.env.TZ ?? null;
    const files = rest.slice(ZONES.length, ZONES.length + zoneFiles(machine).length);
    const listed = rest[ZONES.length + files.length];
    return known<Locale>({
      tz,
      zoneFound: tz === null ? null : tz === "" || files.some(isZone),
      zones: rest.slice(0, ZONES.length).some(({ is }) => is === "status"),
      localtime: localtimeOf(status, file),
      set: setIn(machine),
      unknown: unknownOf(unusual(machine), listed),
      ci: serviceOf(machine),
    });
  },
});

/** Where Go looks: an absolute path is the file itself, a name lies below a zone directory and never above it. */
function zoneFiles({ env: { TZ } }: Machine): readonly string[] {
  const name = (TZ ?? "").replace(/^:/, "");
  if (name.startsWith("/")) return [name];
  if (name === "" || name.split("/").includes("..") || name.includes("\\")) return [];
  return ZONES.map((directory) => `${directory}/${name}`);
}

type Answer = StatusAnswer | FileAnswer | RunAnswer | undefined;

function isZone(answer: Answer): boolean {
  return answer?.is === "file" && answer.bytes.subarray(0, 4).toString("latin1") === "TZif";
}

function localtimeOf(status: Answer, file: Answer): Locale["localtime"] {
  if (status?.is !== "status" || file?.is !== "file" || !isZone(file)) return null;
  const [, zone = null] = /\/zoneinfo\/(.+)$/.exec(status.target ?? "") ?? [];
  const rule = file.bytes.toString("latin1").trimEnd().split("\n").at(-1) ?? null;
  return { zone, rule };
}

function setIn({ env }: Machine): Readonly<Record<string, string>> {
  return Object.fromEntries(NAMES.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
}

function unusual(machine: Machine): readonly string[] {
  const words = new Set(Object.values(setIn(machine)));
  return [...words].filter((word) => !EVERYWHERE.test(word));
}

function unknownOf(words: readonly string[], listed: Answer): readonly string[] | null {
  if (words.length === 0) return [];
  if (listed?.is !== "ended" || listed.code !== 0) return null;
  const names = new Set(listed.stdout.split("\n").map(plain));
  return words.filter((word) => !names.has(plain(word)));
}

/** glibc takes `en_US.UTF-8` and `en_US.utf8` for one. */
function plain(name: string): string {
  const [, head = name, charset = "", modifier = ""] =
    /^([^.@]*)(?:\.([^@]*))?(@.*)?$/.exec(name) ?? [];
  return `${head}.${charset.toLowerCase().replace(/[^a-z0-9]/g, "")}${modifier}`;
}

function serviceOf({ env }: Machine): string | null {
  if (env.CI && env.CI !== "false" && env.CI !== "0") return "CI";
  return SERVICES.find((name) => env[name]) ?? null;
}
