/** What root cannot be refused is tried as nobody: within `use`, the process has that effective user. */
const NOBODY = 65534;

/** The user who is refused: nobody where root runs the tests. */
export function asNobody<A>(use: (uid: number) => A): A {
  const own = process.geteuid?.() ?? NOBODY;
  if (own !== 0) return use(own);
  process.seteuid?.(NOBODY);
  try {
    return use(NOBODY);
  } finally {
    process.seteuid?.(0);
  }
}
