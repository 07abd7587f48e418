/**
 * The lines of the block in each syntax. Those for shells are what install.sh
 * writes, letter for letter. gostead comes first and only once: a PATH that is
 * inherited and has it already stays as it is.
 */
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";

/** Where programs look that nobody told otherwise; systemd's and Debian's default. */
export const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export function shLines(root: string): readonly string[] {
  const home = shWord(root);
  return [
    `case ":\${PATH}:" in`,
    `  *:${home.shims}:*) ;;`,
    `  *) export PATH=${home.shims}:${home.bin}"\${PATH:+:\${PATH}}" ;;`,
    "esac",
  ];
}

export function fishLines(root: string): readonly string[] {
  const word = (part: string) => `'${root.replaceAll("'", "\\'")}/${part}'`;
  return [
    `if not contains -- ${word("shims")} $PATH`,
    `    set -gx PATH ${word("shims")} ${word("bin")} $PATH`,
    "end",
  ];
}

/** Starts the prompt hook in interactive shells, and nothing once gostead is gone. Also in files that sh reads. */
export function bashHook(root: string): readonly string[] {
  const { gostead } = shWord(root);
  const start = `[ ! -x ${gostead} ] || eval "$(${gostead} activate bash)"`;
  return [`case "\${BASH_VERSION:+$-}" in`, `  *i*) ${start} ;;`, "esac"];
}

export function zshHook(root: string): readonly string[] {
  const { gostead } = shWord(root);
  return [`[ ! -x ${gostead} ] || eval "$(${gostead} activate zsh)"`];
}

export function fishHook(root: string): readonly string[] {
  const gostead = `'${root.replaceAll("'", "\\'")}/bin/gostead'`;
  return [
    `if status is-interactive; and test -x ${gostead}`,
    `    ${gostead} activate fish | source`,
    "end",
  ];
}

/** PATH with gostead first, for files that expand nothing. */
export function absolutePath(root: string, rest: string): string {
  const ours = [`${root}/shims`, `${root}/bin`];
  const others = rest.split(":").filter((entry) => entry !== "" && !ours.includes(entry));
  return [...ours, ...others].join(":");
}

/**
 * Files that are read by more than one program, each with quoting of its own,
 * get only what all of them take as it stands. Throws `bad-setting` for more.
 */
export function plain(value: string, file: string): string {
  if (/^[A-Za-z0-9/._+@,:=~-]*$/.test(value)) return value;
  throw new GosteadError("bad-setting", `${quoted(value, 200)} cannot be written to ${file}`, {
    fix: "move gostead's home to a path of letters, digits and /._+@,=~- (GOSTEAD_HOME)",
  });
}

/** A path as one word of a POSIX shell. */
export function shellWord(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

function shWord(root: string) {
  return {
    shims: shellWord(`${root}/shims`),
    bin: shellWord(`${root}/bin`),
    gostead: shellWord(`${root}/bin/gostead`),
  };
}
