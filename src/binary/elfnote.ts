/**
 * ELF notes: name size u32, description size u32, type u32, both padded to the segment's alignment.
 * GNU's note of type 1, the ABI tag, is what `readelf -n` shows as "OS: Linux, ABI: 3.2.0":
 * four u32, the system and the oldest kernel.
 */
import { type Elf, PT, type Segment } from "./elf.ts";
import { type Fields, fieldsAt } from "./source.ts";

export interface Notes {
  readonly os: string | null;
  /** The oldest Linux that it runs on: `3.2.0`. */
  readonly kernel: string | null;
}

const MAX_NOTES = 256 * 1024;
const ABI_TAG = 1;
const GNU_SYSTEMS = ["linux", "hurd", "solaris", "freebsd"];
const OWNERS: Readonly<Record<string, string>> = {
  FreeBSD: "freebsd",
  NetBSD: "netbsd",
  OpenBSD: "openbsd",
  DragonFly: "dragonfly",
  Android: "android",
};

export function notesOf(elf: Elf): Notes {
  const notes = elf.segments
    .filter(({ type }) => type === PT.note)
    .flatMap((one) => read(elf, one));
  const owner = notes.map(({ name }) => OWNERS[name]).find((os) => os !== undefined);
  const tag = notes.find(
    ({ name, type, size }) => name === "GNU" && type === ABI_TAG && size >= 16,
  );
  if (tag === undefined) return { os: owner ?? null, kernel: null };
  const { fields, at } = tag;
  const os = GNU_SYSTEMS[fields.u32(at)] ?? null;
  const version = [4, 8, 12].map((offset) => fields.u32(at + offset)).join(".");
  return { os: owner ?? os, kernel: os === "linux" ? version : null };
}

interface Note {
  readonly name: string;
  readonly type: number;
  /** Of the description, which begins at `at` of `fields`. */
  readonly size: number;
  readonly at: number;
  readonly fields: Fields;
}

function read({ source, shape }: Elf, { offset, size, align }: Segment): readonly Note[] {
  if (size > MAX_NOTES) return [];
  const fields = fieldsAt(source, { offset, length: size }, shape);
  const padding = align === 8 ? 8 : 4;
  const padded = (length: number) => Math.ceil(length / padding) * padding;
  const notes: Note[] = [];
  for (let at = 0; at + 12 <= size; ) {
    const [nameSize, descSize] = [fields.u32(at), fields.u32(at + 4)];
    const name = Buffer.from(fields.bytes.subarray(at + 12, at + 12 + nameSize));
    const desc = at + padded(12 + nameSize);
    const text = name.toString("latin1").replace(/\0.*$/s, "");
    notes.push({ name: text, type: fields.u32(at + 8), size: descSize, at: desc, fields });
    at = padded(desc + descSize);
  }
  return notes;
}
