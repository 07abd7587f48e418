/** A program as its segments lay it out, whatever the format: what the reader of Go's build info needs. */
import { badBinary, bytesAt, type Shape, type Source } from "./source.ts";

/** Bytes of the file that become memory at an address. */
export interface Extent {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

export interface Image {
  readonly source: Source;
  readonly shape: Shape;
  /** What is loaded. */
  readonly loaded: readonly Extent[];
  /** Where the build info may stand: its own section first, else writable data. */
  readonly data: readonly Extent[];
}

/** Bytes at an address. Throws `bad-binary` for one that the file does not fill. */
export function bytesAtAddress(image: Image, address: number, length: number): Uint8Array {
  return bytesAt(image.source, offsetOf(image, address, length), length);
}

export function offsetOf({ loaded }: Image, address: number, length: number): number {
  const extent = loaded.find(
    (one) => address >= one.address && address + length <= one.address + one.size,
  );
  if (extent === undefined) throw badBinary(`nothing is loaded at 0x${address.toString(16)}`);
  return extent.offset + (address - extent.address);
}
