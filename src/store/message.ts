/**
 * What the main thread and the store's workers say to each other. Every job is
 * a batch, so that one message pays for hundreds of files; hashes come back as
 * one flat array of 32 bytes a file, in the order of the items.
 */

/** One compressed file inside `data`, and where its content is to stand. */
export interface InflateItem {
  readonly offset: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly stored: boolean;
  readonly crc32: number;
  readonly executable: boolean;
  /** Below `root`. */
  readonly path: string;
}

export interface LinkItem {
  /** Object name below `store`. */
  readonly object: string;
  readonly path: string;
}

export interface CopyItem {
  /** Below the tree. */
  readonly source: string;
  /** Below `root`. */
  readonly path: string;
  /** Bytes; a file of another size is not the one. */
  readonly size: number;
  readonly executable: boolean;
}

export type LinkMethod = "reflink" | "hardlink" | "copy";

export type Job =
  | {
      /** Inflate, check size and CRC, hash, write new files below root. */
      readonly kind: "inflate";
      readonly root: string;
      readonly data: Uint8Array;
      readonly items: readonly InflateItem[];
    }
  | {
      /** Give objects a name in a tree and hash what now stands there (S1). */
      readonly kind: "link";
      readonly store: string;
      readonly root: string;
      readonly method: LinkMethod;
      readonly items: readonly LinkItem[];
    }
  | {
      /** Let proven tree files join the store. */
      readonly kind: "join";
      readonly store: string;
      readonly root: string;
      readonly method: LinkMethod;
      readonly items: readonly LinkItem[];
    }
  | {
      /** Look at files of a tree without following links; hash the regular ones. */
      readonly kind: "look";
      readonly root: string;
      readonly paths: readonly string[];
    }
  | {
      /** Copy files of a tree that is not ours and hash what was written (S11). */
      readonly kind: "copy";
      /** The tree. */
      readonly from: string;
      readonly root: string;
      readonly items: readonly CopyItem[];
    };

/** What `look` saw, in columns: hashes (zero bytes where there is none), modes (`st_mode`, 0 = missing), sizes and owners (uid). */
export interface Looks {
  readonly hashes: Uint8Array;
  readonly modes: Uint32Array;
  readonly sizes: Float64Array;
  readonly owners: Uint32Array;
}

export interface Timings {
  inflate: number;
  hash: number;
  write: number;
  link: number;
}

export type Outcome =
  | { readonly kind: "inflate"; readonly hashes: Uint8Array; readonly times: Timings }
  | {
      readonly kind: "link";
      readonly hashes: Uint8Array;
      /** Indexes of items whose object is not in the store. One that is no sound file has a hash of zeros. */
      readonly missing: readonly number[];
      readonly times: Timings;
    }
  | {
      readonly kind: "join";
      /** Indexes of items whose object stands in the store with other content: those did not join. */
      readonly altered: readonly number[];
      readonly times: Timings;
    }
  | ({ readonly kind: "look" } & Looks)
  | {
      readonly kind: "copy";
      /** Indexes of items that are not there as announced. */
      readonly missing: readonly number[];
      readonly hashes: Uint8Array;
      readonly times: Timings;
    };

export type OutcomeOf<J extends Job> = Extract<Outcome, { kind: J["kind"] }>;

/** A GosteadError in plain values. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly fix?: string;
}

export type Reply =
  | { readonly ok: true; readonly outcome: Outcome }
  | { readonly ok: false; readonly failure: Failure };
