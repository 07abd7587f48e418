/**
 * Denials in a log: AVC records of SELinux (security/selinux/avc.c) and AppArmor's
 * (security/apparmor/audit.c), joined with the SYSCALL, CWD and PATH records of their event.
 * Everything else in the log, and what is malformed, is passed over. Pure.
 */
import type { ApparmorDenial, Denial, SelinuxDenial } from "./denial.ts";
import { type AuditLine, fieldsOf, parseLine } from "./record.ts";

/** Every denial, in the order of the log. */
export function denialsIn(log: string): readonly Denial[] {
  const lines = log.split(/\r?\n/).flatMap((line) => parseLine(line) ?? []);
  const events = Map.groupBy(lines, ({ event }) => event);
  return lines.flatMap((line) => denialOf(line, events.get(line.event) ?? []) ?? []);
}

/** The kernel's log has numbers: 1400 is AVC, and AppArmor's own are 1501 to 1508. */
const TYPES = /^(AVC|1400|APPARMOR_(DENIED|ALLOWED)|150[0-8])$/;

function denialOf(line: AuditLine, event: readonly AuditLine[]): Denial | undefined {
  if (!TYPES.test(line.type)) return undefined;
  if (line.text.startsWith("apparmor=")) return apparmorOf(line, event);
  return selinuxOf(line, event);
}

const AVC = /^avc: +denied +\{ ([\w ]+?) \} for +(.*)$/s;

function selinuxOf(line: AuditLine, event: readonly AuditLine[]): SelinuxDenial | undefined {
  const [, permissions, rest] = AVC.exec(line.text) ?? [];
  if (permissions === undefined || rest === undefined) return undefined;
  const fields = fieldsOf(rest);
  const source = fields.get("scontext");
  const target = fields.get("tcontext");
  const tclass = fields.get("tclass");
  if (source === undefined || target === undefined || tclass === undefined) return undefined;
  return {
    module: "selinux",
    ...whoIn(line, fields, event),
    path: fields.get("path") ?? pathIn(fields, event),
    enforced: fields.get("permissive") !== "1",
    source,
    target,
    tclass,
    permissions: permissions.split(/ +/),
  };
}

const MORE = ["capname", "family", "sock_type", "signal", "peer"] as const;

function apparmorOf(line: AuditLine, event: readonly AuditLine[]): ApparmorDenial | undefined {
  const fields = fieldsOf(line.text);
  const said = fields.get("apparmor");
  const profile = fields.get("profile");
  const operation = fields.get("operation");
  if ((said !== "DENIED" && said !== "ALLOWED") || profile === undefined) return undefined;
  if (operation === undefined) return undefined;
  const [fsuid, ouid] = [fields.get("fsuid"), fields.get("ouid")];
  const more = MORE.flatMap((key) => {
    const value = fields.get(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    module: "apparmor",
    ...whoIn(line, fields, event),
    path: fields.get("name") ?? null,
    enforced: said === "DENIED",
    profile,
    operation,
    mask: fields.get("denied_mask") ?? fields.get("requested_mask") ?? "",
    more: Object.fromEntries(more),
    owned: fsuid === undefined || ouid === undefined ? null : fsuid === ouid,
  };
}

type Fields = ReadonlyMap<string, string>;

function whoIn({ ms }: AuditLine, fields: Fields, event: readonly AuditLine[]) {
  const call = recordsOf("SYSCALL", event)[0];
  return {
    ms,
    comm: fields.get("comm") ?? call?.get("comm") ?? "",
    exe: fields.get("exe") ?? call?.get("exe") ?? null,
  };
}

/** AVC names a file's last part alone; PATH of the same inode has it whole, or below CWD. */
function pathIn(fields: Fields, event: readonly AuditLine[]): string | null {
  const name = fields.get("name");
  if (name === undefined) return null;
  const paths = recordsOf("PATH", event);
  const whole = paths.find(
    (one) => one.get("inode") === fields.get("ino") || one.get("name")?.endsWith(`/${name}`),
  );
  const path = whole?.get("name");
  if (path === undefined) return name;
  const cwd = recordsOf("CWD", event)[0]?.get("cwd");
  return path.startsWith("/") || cwd === undefined ? path : `${cwd.replace(/\/$/, "")}/${path}`;
}

const NUMBERS: Readonly<Record<string, string>> = {
  "1300": "SYSCALL",
  "1302": "PATH",
  "1307": "CWD",
};

function recordsOf(type: string, event: readonly AuditLine[]): readonly Fields[] {
  const records = event.filter((one) => (NUMBERS[one.type] ?? one.type) === type);
  return records.map(({ text }) => fieldsOf(text));
}
