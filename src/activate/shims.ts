/**
 * Writes what people start: `bin/gostead`, `shims/go` and `shims/gofmt` below
 * GOSTEAD_HOME. The texts are shim.sh and launcher.sh beside this file (beside
 * the bundle once built), each with the resolver (resolve.sh, pinfile.sh and gomod.sh) put in at
 * `# @RESOLVE@`, the shim with label.sh at `# @LABEL@`, and with the home fixed (security S8): `@GOSTEAD_HOME@` and, in the launcher,
 * `@GOSTEAD_NODE@` and `@GOSTEAD_VERSION@` stand within single quotes.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { GosteadError } from "#model/error.ts";

export interface ShimPlan {
  /** GOSTEAD_HOME: absolute, without `:` (it stands in PATH), `\` (no ES module loads below one) and control characters. */
  readonly root: string;
  /** The Node that runs gostead: absolute. */
  readonly node: string;
  /** What `gostead --version` says. */
  readonly version: string;
}

/** The programs by their path below the root. Throws `bad-setting` for a path that no shell could use. */
export function shimTexts(plan: ShimPlan): ReadonlyMap<string, string> {
  const shim = assemble("shim.sh", plan);
  return new Map([
    ["bin/gostead", assemble("launcher.sh", plan)],
    ["shims/go", shim],
    ["shims/gofmt", shim],
  ]);
}

/**
 * Writes them, each by rename, so that a shell that starts one meanwhile reads
 * the old or the new. Mode 0755 less the umask. Returns the paths written.
 * Throws the file system's errors.
 */
export function writeShims(plan: ShimPlan): readonly string[] {
  return [...shimTexts(plan)].map(([name, text]) => {
    const path = join(plan.root, name);
    mkdirSync(dirname(path), { recursive: true });
    replace(path, text);
    return path;
  });
}

/** The shell functions that choose a version: `gs_choose` and what it needs. */
export function resolverText(): string {
  return ["resolve.sh", "pinfile.sh", "gomod.sh"].map(template).join("\n");
}

function replace(path: string, text: string): void {
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, text, { flag: "wx", mode: 0o755 });
  renameSync(fresh, path);
}

function assemble(name: string, plan: ShimPlan): string {
  const values = new Map([
    ["@GOSTEAD_HOME@", usable(plan.root)],
    ["@GOSTEAD_NODE@", usable(plan.node)],
    ["@GOSTEAD_VERSION@", plan.version],
  ]);
  // A function as replacement: in a string `$&` would have a meaning.
  const text = template(name)
    .replace("# @RESOLVE@\n", resolverText)
    .replace("# @LABEL@\n", () => template("label.sh"))
    .replace("# @HOOK@\n", () => template("hookanswer.sh"));
  return text.replace(/@GOSTEAD_[A-Z]+@/g, (key) => quoted(values.get(key) ?? key));
}

function template(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
}

/** For within single quotes. */
function quoted(text: string): string {
  return text.replaceAll("'", `'\\''`);
}

function usable(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (isAbsolute(path) && !/[\u0000-\u001f\u007f:\\]/.test(path)) return path;
  throw new GosteadError("bad-setting", `gostead cannot live in ${JSON.stringify(path)}`, {
    fix: "choose an absolute path without ':', '\\' and control characters",
  });
}
