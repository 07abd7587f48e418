/** What is not read from a machine but said by who asks about it: the policy, the day, what gostead knows by itself. */
import type { Table } from "#advisory/table.ts";
import type { Layers } from "#label/origin.ts";
import type { Policy } from "#policy/policy.ts";

export interface Asked {
  /** `2026-11-21`, UTC. */
  readonly today: string;
  /** Null where none applies. */
  readonly policy: Policy | null;
  /** The tree that gostead runs here, and the label that it runs under. */
  readonly managed?: Managed | undefined;
  /** How a tree that gostead keeps was proven; undefined for one that it does not keep. */
  readonly proofOf: (goroot: string) => Proof | undefined;
  /** Versions and advisories that are known; undefined where there is no table. */
  readonly table: () => Table | undefined;
}

/** What keeps gostead's own settings from being read, and what mends it. */
export interface SettingsFault {
  /** `file:line:column: what` */
  readonly message: string;
  readonly fix: string;
}

export interface Managed extends Pick<Layers, "label"> {
  readonly goroot: string;
}

export interface Proof {
  /** The checksum log has it, by a key that is trusted now. */
  readonly proven: boolean;
  /** Where its bytes came from. */
  readonly source: string | null;
}
