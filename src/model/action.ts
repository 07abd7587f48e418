/**
 * A change to something that gostead does not own, as data: printed by
 * `--dry-run`, performed by apply/, reversed by `undo`. Paths are absolute.
 */
export type Action =
  | {
      /**
       * Gives a file a whole new content; makes it when it is not there. Lines get
       * CRLF where all lines of the file end so and none of the content does.
       */
      readonly kind: "write";
      readonly path: string;
      readonly content: string;
      /** Permission bits of a file that is made; one that is there keeps its own. */
      readonly mode?: number;
    }
  | {
      /** Puts a marked block into somebody's file, replaces it, or removes it when `lines` is empty. */
      readonly kind: "block";
      readonly path: string;
      /** Stands in the marks, so that several blocks can live in one file; empty for the one that install.sh writes too. */
      readonly name: string;
      readonly lines: readonly string[];
    }
  | {
      /** A symbolic link, in place of a link or of nothing. */
      readonly kind: "link";
      readonly path: string;
      readonly target: string;
    }
  | { readonly kind: "remove"; readonly path: string }
  | {
      /** Runs a program; undone by `inverse`, or not at all and saying so. */
      readonly kind: "run";
      readonly argv: readonly string[];
      readonly inverse?: readonly string[];
    };

/** One line for people: what would happen. */
export function describeAction(action: Action): string {
  switch (action.kind) {
    case "write":
      return `write ${action.path}`;
    case "block":
      return `${action.lines.length === 0 ? "remove" : "set"} the block ${action.name || "gostead"} in ${action.path}`;
    case "link":
      return `link ${action.path} to ${action.target}`;
    case "remove":
      return `remove ${action.path}`;
    case "run":
      return `run ${action.argv.join(" ")}`;
  }
}
