/** Whether modes let somebody read. */
import type { Odd } from "./read.ts";

/**
 * By its owner's bits for its owner and for root, who is kept out by none but
 * whose users are; for others by the bits of all or, as nobody knows their groups
 * here, of the group. ACLs are not looked at.
 */
export function isReadable({ kind, mode, uid }: Odd, reader: number | undefined): boolean {
  const wanted = kind === "directory" ? 0o5 : 0o4;
  const has = (shift: number) => ((mode >> shift) & wanted) === wanted;
  const isOwners = reader === undefined || reader === 0 || reader === uid;
  return kind === "link" || (isOwners ? has(6) : has(0) || has(3));
}
