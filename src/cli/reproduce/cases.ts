/** The surroundings in which `doctor limits --reproduce` builds: one thing differs in each. Pure. */

export interface Case {
  readonly name: string;
  /** What the environment has besides. */
  readonly env: Readonly<Record<string, string>>;
  /** So many open files, soft and hard; as many as here unless told. */
  readonly nofile?: number;
  /** The name of its GOCACHE; one that another case has used holds that case's entries. */
  readonly cache: string;
  /** It is asked how much was compiled, which takes `go build -x`. */
  readonly reuses?: true;
  /** go1.26.8 builds in it. */
  readonly builds: boolean;
}

/** Two letters and a script beyond Latin-1. */
const FOREIGN = "größe-キャッシュ";
const FILES = [1024, 64, 32, 16];
/** Of these go1.26.8 manages with 32; that others do is not promised. */
const ENOUGH = 64;

/** `own`: TZ, LANG and LC_* as they are here. */
export function reproduceCases(own: Readonly<Record<string, string>>): readonly Case[] {
  const zone = { TZ: "Pacific/Chatham", LC_ALL: "C.UTF-8" };
  const nowhere = { TZ: "Nowhere/At_All", LC_ALL: "xx_XX.UTF-8" };
  const plain = { TZ: "UTC", LC_ALL: "C" };
  const named = (env: Readonly<Record<string, string>>, cache: string) => ({
    name: Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join(" "),
    env,
    cache,
    builds: true,
  });
  const foreign = { ...named(plain, FOREIGN), name: `LC_ALL=C GOCACHE=…/${FOREIGN}` };
  return [
    { name: "as here", env: own, cache: "here", builds: true },
    named(zone, "zone"),
    named(nowhere, "nowhere"),
    foreign,
    { ...foreign, name: "the same again", reuses: true },
    ...FILES.map((nofile) => ({
      name: `${nofile} open files`,
      env: own,
      nofile,
      cache: `files-${nofile}`,
      builds: nofile >= ENOUGH,
    })),
  ];
}
