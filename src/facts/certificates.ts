/**
 * The certificates that Go's TLS trusts (crypto/x509): the first bundle that is there, and those in directories;
 * SSL_CERT_FILE and SSL_CERT_DIR stand in for them. How old a bundle is is told by its newest certificate: the
 * file's own time says only when it was copied. Of each only its first day is read, `170D <YYMMDDhhmmss>Z` in DER.
 */
import { isoTime } from "#host/clock.ts";
import { defineFact, type Fact, known, type Machine, unknown } from "./fact.ts";
import { parseOsRelease } from "./osrelease.ts";
import type { DirectoryAnswer, FileAnswer, Read, RunAnswer } from "./read.ts";

const MAX = 4 << 20;
const BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];
const DIRECTORIES = ["/etc/ssl/certs", "/etc/pki/tls/certs"];
const RELEASES = ["/etc/os-release", "/usr/lib/os-release"];
const PEM = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: bytes of DER
const FIRST_DAY = /\x17\x0d(\d{2})(\d{2})(\d{2})\d{6}Z[\x17\x18]/;

export interface Certificates {
  /** When it was looked: `2026-11-21`, UTC. */
  readonly today: string;
  /** The bundle that counts; null where there is none. */
  readonly bundle: string | null;
  /** SSL_CERT_FILE says so. */
  readonly own: boolean;
  readonly count: number;
  /** The first day of the newest; null where there is none. */
  readonly newest: string | null;
  /** Bundles that are there and cannot be read, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** Certificates in the directories, which Go reads besides. */
  readonly others: number;
}

export const certificatesFact = defineFact({
  name: "certificates",
  cost: "local",
  about:
    "the certificates that TLS trusts: which bundle, how many, how old; none where the system keeps a store",
  reads: (machine): readonly Read[] => [
    { argv: ["date", "+%s"], max: 64 },
    ...RELEASES.map((file) => ({ file, max: MAX })),
    ...directoriesOf(machine).map((directory) => ({ directory, max: 4096 })),
    ...bundlesOf(machine).map((file) => ({ file, max: MAX })),
  ],
  parse: (answers, machine): Fact<Certificates | null> => {
    if (!machine.platform.startsWith("linux")) return known(null);
    type Answer = RunAnswer | DirectoryAnswer | FileAnswer;
    const [date, first, second, ...rest] = answers as readonly Answer[];
    // Where certificates lie is the distribution's choice.
    const release = parseOsRelease([first, second] as readonly FileAnswer[]);
    if (typeof release === "string") return unknown(release);
    const now = date?.is === "ended" ? Number(date.stdout) * 1000 : 0;
    if (!(now > 0)) return unknown("date says no time");
    const bundles = rest.slice(directoriesOf(machine).length) as readonly FileAnswer[];
    const found = bundles.find((one) => one.is === "file" && daysIn(one.bytes).length > 0);
    const days = found?.is === "file" ? daysIn(found.bytes) : [];
    return known<Certificates>({
      today: isoTime(now).slice(0, 10),
      bundle: found?.path ?? null,
      own: Boolean(machine.env.SSL_CERT_FILE),
      count: days.length,
      newest: days.toSorted().at(-1) ?? null,
      unreadable: bundles.flatMap((one) =>
        one.is === "unreadable" ? [{ path: one.path, reason: one.reason }] : [],
      ),
      others: rest.flatMap((one) => (one.is === "directory" ? one.names.filter(isNamed) : []))
        .length,
    });
  },
});

function bundlesOf({ env: { SSL_CERT_FILE } }: Machine): readonly string[] {
  return SSL_CERT_FILE ? [SSL_CERT_FILE] : BUNDLES;
}

function directoriesOf({ env: { SSL_CERT_DIR } }: Machine): readonly string[] {
  return SSL_CERT_DIR ? SSL_CERT_DIR.split(":") : DIRECTORIES;
}

/** `ISRG_Root_X1.pem`, or the link `4042bcee.0` to it. */
function isNamed(name: string): boolean {
  return /\.(pem|\d)$/.test(name);
}

/** One a certificate. */
function daysIn(bytes: Buffer): readonly string[] {
  return [...bytes.toString("latin1").matchAll(PEM)].flatMap(([, base64 = ""]) => {
    const der = Buffer.from(base64, "base64").toString("latin1");
    const [, year, month, day] = FIRST_DAY.exec(der) ?? [];
    // RFC 5280: two digits from 50 on are 19xx.
    const century = Number(year) < 50 ? "20" : "19";
    return year === undefined ? [] : [`${century}${year}-${month}-${day}`];
  });
}
