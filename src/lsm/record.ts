/**
 * Lines of Linux audit, from auditd's file, from the kernel's log or from a journal
 * (linux-audit "SPEC Audit Event Parsing"; kernel/audit.c, audit_log_untrustedstring):
 *
 *   type=AVC msg=audit(1364481363.243:24287): avc:  denied  { read } for  pid=2829 comm="go" …
 *   [ 12.3] audit: type=1400 audit(1364481363.243:7): apparmor="DENIED" operation="open" …
 *
 * Lines of one time and number are one event. A value with blanks, quotes or control
 * characters stands there in hex, without quotes. Behind 0x1d auditd repeats itself. Pure.
 */

export interface AuditLine {
  /** `AVC`, `SYSCALL`, `PATH`; the kernel's log has the number: `1400` is AVC. */
  readonly type: string;
  /** `1364481363.243:24287`, and the node where one stands before it: the same for all lines of an event. */
  readonly event: string;
  /** Milliseconds since 1970. */
  readonly ms: number;
  /** What stands behind the event's number. */
  readonly text: string;
}

const HEAD = /\baudit\((\d{1,12})\.(\d{3}):(\d{1,20})\): ?/;
const TYPE = /\btype=(\w+) (?:msg=)?$/;
/** A line that is longer was not written by the kernel (8970 bytes a record). */
const MAX_LINE = 1 << 16;

/** The record on a line; undefined when it is none. */
export function parseLine(line: string): AuditLine | undefined {
  if (line.length > MAX_LINE) return undefined;
  const found = HEAD.exec(line);
  if (found === null) return undefined;
  const [whole, seconds = "", milli = "", serial = ""] = found;
  const before = line.slice(0, found.index);
  const [, type] = TYPE.exec(before) ?? [];
  if (type === undefined) return undefined;
  const [, node = ""] = /\bnode=(\S+) /.exec(before) ?? [];
  const [text = ""] = line.slice(found.index + whole.length).split("\u001d");
  const ms = Number(seconds) * 1000 + Number(milli);
  return { type, event: `${node} ${seconds}.${milli}:${serial}`, ms, text };
}

/** Fields that the kernel writes in hex where they are not harmless. */
const UNTRUSTED = new Set([
  "comm",
  "exe",
  "name",
  "path",
  "cwd",
  "profile",
  "peer",
  "proctitle",
  "namespace",
]);

/** `key=value` pairs; of a key that stands there twice the first counts. `(null)` and `?` are no value. */
export function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, key = "", quoted, bare = ""] of text.matchAll(PAIR)) {
    const value = quoted ?? (UNTRUSTED.has(key) ? unhexed(bare) : bare);
    const none = quoted === undefined && (bare === "(null)" || bare === "?" || bare === "");
    if (!none && !fields.has(key)) fields.set(key, value);
  }
  return fields;
}

const PAIR = /(?:^|[ ,'])([a-z][a-z0-9_-]*)=(?:"([^"]*)"|([^ "']*))/g;

/** Only a run of whole bytes is hex: a bare word stays as it is. */
function unhexed(text: string): string {
  if (!/^(?:[0-9A-Fa-f]{2})+$/.test(text)) return text;
  return Buffer.from(text, "hex").toString("utf8");
}
