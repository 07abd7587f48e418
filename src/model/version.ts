/** Go versions without the `go` prefix, ordered as cmd/go orders them (go/version, internal/gover). */

export type GoVersion = string & { readonly brand: "GoVersion" };

/** The version, or undefined when Go itself would not call it one. Accepts an optional `go` prefix. */
export function parseVersion(text: string): GoVersion | undefined {
  const bare = text.startsWith("go") ? text.slice(2) : text;
  return /^[1-9]\d{0,3}(\.(0|[1-9]\d{0,5})){0,2}((rc|beta|alpha)[1-9]\d{0,5})?(-[0-9A-Za-z.+-]{1,64})?$/.test(
    bare,
  )
    ? (bare as GoVersion)
    : undefined;
}
