/**
 * Mach-O (Apple's <mach-o/loader.h>), thin or fat (<mach-o/fat.h>, always big endian):
 *
 *   0  magic, cputype, cpusubtype, filetype, ncmds, sizeofcmds, flags u32 each (64 bits: and 4 more bytes)
 *   then the commands, each cmd u32, cmdsize u32
 *   fat: magic, count, then for each part cputype, cpusubtype, offset, size, align u32 each
 */
import { type Binary, binaryOf } from "./binary.ts";
import { goInfoOf } from "./buildinfo.ts";
import type { Extent, Image } from "./image.ts";
import {
  badBinary,
  bytesAt,
  type Fields,
  fieldsAt,
  fieldsOf,
  partOf,
  type Shape,
  type Source,
} from "./source.ts";

const MAGICS: Readonly<Record<string, Shape>> = {
  cffaedfe: { little: true, wide: true },
  cefaedfe: { little: true, wide: false },
  feedfacf: { little: false, wide: true },
  feedface: { little: false, wide: false },
};
const FAT = "cafebabe";
/** A Java class begins with the same four bytes; its next word is 45 or more. */
const MAX_PARTS = 30;
const MAX_COMMANDS = 16 * 1024 * 1024;

const CPUS: Readonly<Record<number, readonly [name: string, arch: string]>> = {
  7: ["i386", "386"],
  12: ["ARM", "arm"],
  18: ["PowerPC", "ppc"],
  16777223: ["x86_64", "amd64"],
  16777228: ["ARM64", "arm64"],
};
const KINDS: Readonly<Record<number, Binary["kind"]>> = {
  1: "object",
  2: "executable",
  4: "core",
  6: "library",
  8: "library",
};
const LC = {
  segment: 1,
  dylib: 0x0c,
  dylinker: 0x0e,
  segment64: 0x19,
  minMacos: 0x24,
  minIos: 0x25,
  build: 0x32,
  weakDylib: 0x80000018,
  rpath: 0x8000001c,
} as const;
const PLATFORMS: Readonly<Record<number, string>> = { 1: "darwin", 2: "ios", 7: "ios" };

export function isMacho(head: Uint8Array): boolean {
  const magic = hexOf(head);
  return magic in MAGICS || (magic === FAT && (head[7] ?? MAX_PARTS) < MAX_PARTS && head[6] === 0);
}

function hexOf(head: Uint8Array): string {
  return Buffer.from(head.subarray(0, 4)).toString("hex");
}

export function machoBinary(source: Source): Binary {
  if (hexOf(bytesAt(source, 0, 4)) !== FAT) return thin(source);
  const big = { little: false, wide: false };
  const count = fieldsAt(source, { offset: 0, length: 8 }, big).u32(4);
  if (count === 0 || count > MAX_PARTS) throw badBinary(`a Mach-O file of ${count} parts`);
  const table = fieldsAt(source, { offset: 8, length: 20 * count }, big);
  const parts = Array.from({ length: count }, (_, index) =>
    thin(partOf(source, table.u32(index * 20 + 8), table.u32(index * 20 + 12))),
  );
  const [first] = parts;
  if (first === undefined) throw badBinary("a Mach-O file of no parts");
  return { ...first, arches: [...new Set(parts.flatMap(({ arches }) => arches))] };
}

interface Command {
  readonly cmd: number;
  readonly fields: Fields;
}

function thin(source: Source): Binary {
  const shape = MAGICS[hexOf(bytesAt(source, 0, 4))];
  if (shape === undefined) throw badBinary("a part of it is no Mach-O");
  const header = fieldsAt(source, { offset: 0, length: 28 }, shape);
  const [cpu, type] = [header.u32(4), header.u32(12)];
  const kind = KINDS[type];
  if (kind === undefined) throw badBinary(`Mach-O of type ${type}`);
  const commands = commandsOf(source, header, shape);
  const [machine, arch] = CPUS[cpu] ?? [`Mach-O processor ${cpu}`, null];
  const said = (cmd: number) => commands.filter((one) => one.cmd === cmd);
  const texts = (cmd: number) => said(cmd).map(({ fields }) => fields.text(fields.u32(8)));
  const [interpreter = null] = texts(LC.dylinker);
  const libraries = [...texts(LC.dylib), ...texts(LC.weakDylib)];
  const dynamic = interpreter !== null || libraries.length > 0;
  return binaryOf({
    format: "macho",
    kind,
    os: systemOf(commands),
    arch,
    machine,
    class: shape.wide ? 64 : 32,
    endian: shape.little ? "little" : "big",
    linking: kind === "object" || kind === "core" ? null : dynamic ? "dynamic" : "static",
    interpreter,
    libraries,
    libraryPaths: texts(LC.rpath),
    go: goInfoOf(imageOf(source, shape, commands)),
  });
}

function commandsOf(source: Source, header: Fields, shape: Shape): readonly Command[] {
  const [count, length] = [header.u32(16), header.u32(20)];
  if (length > MAX_COMMANDS) throw badBinary(`Mach-O commands of ${length} bytes`);
  const all = bytesAt(source, shape.wide ? 32 : 28, length);
  const commands: Command[] = [];
  for (let at = 0; commands.length < count && at < length; ) {
    const head = fieldsOf(all.subarray(at), shape);
    const size = head.u32(4);
    if (size < 8 || at + size > length) throw badBinary("a Mach-O command without an end");
    commands.push({ cmd: head.u32(0), fields: fieldsOf(all.subarray(at, at + size), shape) });
    at += size;
  }
  return commands;
}

function systemOf(commands: readonly Command[]): string {
  const build = commands.find(({ cmd }) => cmd === LC.build);
  if (build !== undefined) return PLATFORMS[build.fields.u32(8)] ?? "darwin";
  return commands.some(({ cmd }) => cmd === LC.minIos) ? "ios" : "darwin";
}

interface Segment {
  readonly extent: Extent;
  readonly name: string;
  readonly sections: readonly (Extent & { readonly name: string })[];
}

function imageOf(source: Source, shape: Shape, commands: readonly Command[]): Image {
  const wanted = shape.wide ? LC.segment64 : LC.segment;
  const segments = commands
    .filter(({ cmd }) => cmd === wanted)
    .map(({ fields }) => segmentOf(fields, shape));
  const own = segments
    .flatMap(({ sections }) => sections)
    .find((one) => one.name === "__go_buildinfo");
  const data = segments.filter(({ name }) => name === "__DATA").map(({ extent }) => extent);
  const loaded = segments.map(({ extent }) => extent);
  return { source, shape, loaded, data: own === undefined ? data : [own] };
}

/** name 16 bytes, vmaddr, vmsize, fileoff, filesize as words, maxprot, initprot, nsects, flags u32; then sections. */
function segmentOf(fields: Fields, { wide }: Shape): Segment {
  const word = wide ? 8 : 4;
  const [at, count] = [8 + 16 + 4 * word + 16, fields.u32(8 + 16 + 4 * word + 8)];
  const size = wide ? 80 : 68;
  if (at + count * size > fields.bytes.length) throw badBinary("a Mach-O segment without an end");
  return {
    name: nameAt(fields, 8),
    extent: {
      address: fields.word(24),
      offset: fields.word(24 + 2 * word),
      size: fields.word(24 + 3 * word),
    },
    sections: Array.from({ length: count }, (_, index) => {
      const own = at + index * size;
      return {
        name: nameAt(fields, own),
        address: fields.word(own + 32),
        size: fields.word(own + 32 + word),
        offset: fields.u32(own + 32 + 2 * word),
      };
    }),
  };
}

/** Sixteen bytes, with a NUL only where it is shorter. */
function nameAt({ bytes }: Fields, at: number): string {
  return Buffer.from(bytes.subarray(at, at + 16))
    .toString("latin1")
    .replace(/\0.*$/s, "");
}
