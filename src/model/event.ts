/** Something durable that happened, as the audit log keeps it. */
export interface Event {
  /** `install`, `uninstall`, `verify`, `repair`, `prune`, `switch`, `fix`, `undo`, `activate`, `integrity` … */
  readonly kind: string;
  /** What it happened to: `go1.22.6.linux-amd64`, a path, a rule's code. */
  readonly subject: string;
  readonly result: "ok" | "failed";
  /** A few plain facts, such as h1, record, error code. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}
