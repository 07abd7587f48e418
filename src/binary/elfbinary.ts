/** An ELF file as what it is: all that its headers, its dynamic section, its notes and Go say. */
import { type Binary, binaryOf, type Need } from "./binary.ts";
import { goInfoOf } from "./buildinfo.ts";
import { type Elf, ET, PT, readElf } from "./elf.ts";
import { type Dynamic, dynamicOf, interpreterOf } from "./elfdynamic.ts";
import { archOf, libcOf, osOf } from "./elfnames.ts";
import { notesOf } from "./elfnote.ts";
import type { Image } from "./image.ts";
import { highestGlibc } from "./libcversion.ts";
import { badBinary, type Source } from "./source.ts";

const PF_W = 2;

export function elfBinary(source: Source): Binary {
  const elf = readElf(source);
  const image = imageOf(elf);
  const interpreter = interpreterOf(elf);
  const dynamic = dynamicOf(elf, image);
  const notes = notesOf(elf);
  const go = goInfoOf(image);
  const { pie, ...listed } = dynamic;
  const kind = kindOf(elf, pie || interpreter !== null);
  return binaryOf({
    format: "elf",
    kind,
    ...archOf(elf.machine, elf.shape),
    os: osOf({ osabi: elf.osabi, note: notes.os, interpreter }) ?? go?.settings.GOOS ?? null,
    class: elf.shape.wide ? 64 : 32,
    endian: elf.shape.little ? "little" : "big",
    linking: linkingOf(kind, interpreter, dynamic),
    interpreter,
    libc: libcOf(interpreter, dynamic.libraries),
    ...listed,
    glibc: highestGlibc(versionsOf(dynamic.needs)),
    kernel: notes.kernel,
    go,
  });
}

function versionsOf(needs: readonly Need[]): readonly string[] {
  return needs.flatMap(({ versions }) => versions);
}

function kindOf({ type }: Elf, starts: boolean): Binary["kind"] {
  if (type === ET.relocatable) return "object";
  if (type === ET.core) return "core";
  if (type === ET.executable) return "executable";
  if (type === ET.shared) return starts ? "executable" : "library";
  throw badBinary(`ELF of type ${type}`);
}

function linkingOf(
  kind: Binary["kind"],
  interpreter: string | null,
  { libraries }: Dynamic,
): Binary["linking"] {
  if (kind === "object" || kind === "core") return null;
  return interpreter === null && libraries.length === 0 ? "static" : "dynamic";
}

function imageOf({ source, shape, segments, sections }: Elf): Image {
  const loaded = segments.filter(({ type }) => type === PT.load);
  const own = sections.find(({ name }) => name === ".go.buildinfo");
  const data = own === undefined ? loaded.filter(({ flags }) => (flags & PF_W) !== 0) : [own];
  return { source, shape, loaded, data };
}
