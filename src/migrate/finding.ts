/**
 * What stands in the way of a migration, or should be known before it, each
 * with a name and what mends it. Pure.
 */
import type { Sorted } from "./depend.ts";
import { faultOf, hasNoHost, hostOf } from "./modulepath.ts";
import type { Place, Repository } from "./repository.ts";

export interface MigrateFinding {
  readonly code:
    | "no-module-path"
    | "bad-module-path"
    | "relative-import"
    | "case-collision"
    | "unknown-import"
    | "import-cycle"
    | "no-host"
    | "private-import"
    | "cgo"
    | "old-go-code"
    | "no-lock"
    | "go111module-set"
    | "unreadable";
  /** True for what a migration is not even tried with. */
  readonly blocks: boolean;
  /** What it is, with the value as it stands in the files: escape it before it is shown. */
  readonly what: string;
  readonly place?: Place;
  /** What a person can do. */
  readonly fix: string;
}

/** What a plan knows when it judges one repository. */
export interface Case {
  readonly repository: Repository;
  readonly module: string | undefined;
  readonly imports: Sorted;
  /** Imports that lead to repositories of this machine. */
  readonly local: ReadonlySet<string>;
  /** Modules that import this one back. */
  readonly cycle: readonly string[];
  /** The minor of the Go that is to build it; undefined where that is not known. */
  readonly minor: number | undefined;
  /** True for a path that GOPRIVATE covers. */
  readonly isPrivate: (path: string) => boolean;
}

type Rule = (one: Case) => readonly MigrateFinding[];

/** Names that no public proxy can serve (RFC 2606, RFC 6762, and what companies use). */
const INTERNAL = /\.(?:local|localdomain|internal|intranet|corp|lan|home|private|test|invalid)$/;
const PUBLIC =
  /^(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|golang\.org|gopkg\.in|google\.golang\.org|k8s\.io|go\.uber\.org)$/;

const noPath: Rule = ({ module, repository }) => {
  if (module === undefined) {
    const fix = `clone it below a GOPATH's src, or run: go mod init YOUR/PATH in ${repository.directory}`;
    return [
      {
        code: "no-module-path",
        blocks: true,
        what: "neither its place nor a remote names a module path",
        fix,
      },
    ];
  }
  const fault = faultOf(module);
  if (fault === undefined) return [];
  const fix = "move the directory to a path that Go takes, or run go mod init with one by hand";
  return [
    {
      code: "bad-module-path",
      blocks: true,
      what: `Go takes no module path ${module}: ${fault}`,
      fix,
    },
  ];
};

const relativeImports: Rule = ({ repository, imports, module = "" }) =>
  imports.relative.map((path) => {
    const place = repository.imports.get(path);
    const whole = resolved(module, place?.file ?? "", path);
    const fix =
      whole === undefined ? "it leads out of src: import it by its path" : `write "${whole}"`;
    return { code: "relative-import", blocks: true, what: `import "${path}"`, ...at(place), fix };
  });

/** The whole path; undefined where it leads out of all that has a path. */
function resolved(module: string, file: string, path: string): string | undefined {
  const elements = [...module.split("/"), ...file.split("/").slice(0, -1)];
  for (const one of path.split("/")) {
    if (one === "..") elements.pop();
    else if (one !== "." && one !== "") elements.push(one);
    if (elements.length === 0) return undefined;
  }
  return elements.join("/");
}

const collisions: Rule = ({ repository, imports }) => {
  const seen = new Map<string, string>();
  const found: MigrateFinding[] = [];
  for (const path of [...imports.own, ...imports.outside]) {
    const other = seen.get(path.toLowerCase());
    seen.set(path.toLowerCase(), path);
    if (other === undefined) continue;
    const fix =
      "write both as the project writes itself now: Go refuses two paths that differ in case alone";
    const what = `"${other}" and "${path}"`;
    found.push({
      code: "case-collision",
      blocks: true,
      what,
      ...at(repository.imports.get(path)),
      fix,
    });
  }
  return found;
};

const noHost: Rule = ({ repository, module, imports, local }) => {
  const fix =
    "only a replace line can lead to it: rename it to host/path before others are to fetch it";
  const own: MigrateFinding[] =
    module !== undefined && hasNoHost(module)
      ? [{ code: "no-host", blocks: false, what: `the module path ${module} names no host`, fix }]
      : [];
  const others = imports.outside.filter(hasNoHost).map((path): MigrateFinding => {
    const place = at(repository.imports.get(path));
    if (local.has(path))
      return { code: "no-host", blocks: false, what: `import "${path}"`, ...place, fix };
    const gone =
      "neither this Go nor this machine has it: import what took its place, or fetch it to its GOPATH";
    return { code: "unknown-import", blocks: true, what: `import "${path}"`, ...place, fix: gone };
  });
  return [...own, ...others];
};

const cycles: Rule = ({ cycle }) =>
  cycle.length === 0
    ? []
    : [
        {
          code: "import-cycle",
          blocks: false,
          what: `imports ${cycle.join(", ")}, and is imported from there`,
          fix: "they are migrated together, or not at all; move what both use to one of them before you publish",
        },
      ];

const privates: Rule = ({ repository, imports, isPrivate, local }) => {
  const own = hostOfLogin(repository.remote);
  const hosts = new Map<string, string>();
  for (const path of imports.outside) {
    const host = hostOf(path);
    const looksPrivate = INTERNAL.test(host) || (host === own && !PUBLIC.test(host));
    if (looksPrivate && !isPrivate(path) && !local.has(path) && !hosts.has(host))
      hosts.set(host, path);
  }
  return [...hosts].map(([host, path]) => ({
    code: "private-import",
    blocks: false,
    what: `import "${path}"`,
    ...at(repository.imports.get(path)),
    fix: `go env -w GOPRIVATE=${host}: else proxy and checksum log are asked for it, and learn its name`,
  }));
};

/** The host of a remote that needs a login: ssh. */
function hostOfLogin(remote: string | null): string | undefined {
  return /^(?:ssh:\/\/(?:[^@/]*@)?|[\w.-]+@)([\w.-]+)/.exec(remote ?? "")?.[1];
}

const cgo: Rule = ({ repository }) => {
  const place = repository.imports.get("C");
  const fix = "it needs a C compiler and CGO_ENABLED=1, and flags that named GOPATH need new paths";
  return place === undefined
    ? []
    : [{ code: "cgo", blocks: false, what: `import "C"`, place, fix }];
};

const oldCode: Rule = ({ repository, minor }) =>
  repository.olderThan
    .filter((one) => minor !== undefined && one.minor <= minor)
    .map((one) => ({
      code: "old-go-code",
      blocks: false,
      what: `only a Go before 1.${one.minor} builds this file`,
      place: { file: one.file, line: one.line },
      fix: "check that its twin for newer Go is there, then remove it",
    }));

const unlocked: Rule = ({ repository }) =>
  repository.vendored.size === 0 || repository.locked.length > 0
    ? []
    : [
        {
          code: "no-lock",
          blocks: false,
          what: "vendor/ has no file that says which versions it holds",
          fix: "the newest versions take their place: read the diff of vendor/ before you agree",
        },
      ];

const mentions: Rule = ({ repository }) =>
  repository.mentions.map(({ file, line, value }) => ({
    code: "go111module-set",
    blocks: false,
    what: `GO111MODULE=${value}`,
    place: { file, line },
    fix:
      value === "on"
        ? "take it out: on is what Go does since 1.16"
        : "take it out: modules do not work with it",
  }));

const unreadable: Rule = ({ repository }) =>
  repository.unreadable.map(({ path, reason }) => ({
    code: "unreadable",
    blocks: true,
    what: `${path}: ${reason}`,
    fix: "put it right: what cannot be read cannot be copied, and nothing is written through links",
  }));

function at(place: Place | undefined): { readonly place?: Place } {
  return place === undefined ? {} : { place };
}

const RULES = [
  noPath,
  unreadable,
  relativeImports,
  collisions,
  noHost,
  cycles,
  privates,
  cgo,
  oldCode,
  unlocked,
  mentions,
];

/** Those that block come first. */
export function judge(one: Case): readonly MigrateFinding[] {
  const all = RULES.flatMap((rule) => rule(one));
  return [...all.filter(({ blocks }) => blocks), ...all.filter(({ blocks }) => !blocks)];
}
