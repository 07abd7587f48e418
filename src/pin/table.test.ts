// The hand-written cases of test/data/pins, asked of src/pin and of the shell's resolver in each shell.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { describe } from "node:test";
import { resolverText } from "#activate/shims.ts";
import { GosteadError } from "#model/error.ts";
import {
  type PinCase,
  pinCases,
  type Scene,
  skipReason,
  withScene,
} from "../../test/support/pincase.ts";
import { SHELLS } from "../../test/support/shells.ts";
import type { Pin } from "./pin.ts";
import { resolvePin } from "./resolve.ts";

const RESOLVER = resolverText();

/** Prints the choice as the table writes it; what was ignored goes to stderr. */
const PROBE = `set -f
_gs_home=$GOSTEAD_HOME
${RESOLVER}
if gs_choose "$1" "$PWD"; then said=$_gs_word; else said=bad; fi
if [ -n "$_gs_over" ]; then
  printf 'below %s' "$_gs_kind $_gs_file:$_gs_line $_gs_over"
  printf '%s' "$_gs_said" >&2
  exit
fi
[ "$_gs_kind" = system ] && printf none || printf '%s %s' "$said" "$_gs_kind\${_gs_file:+ $_gs_file:$_gs_line}"
printf '%s' "$_gs_said" >&2
`;

describe("src/pin", () => {
  for (const one of pinCases()) {
    test(one.name, { skip: skipReason(one) }, async () => {
      await withScene(one, (scene) => {
        const ignored: string[] = [];
        assert.equal(shown(answer(one, scene, ignored), scene), one.want);
        assert.deepEqual(
          ignored.map((file) => relative(file, scene)),
          one.ignored ?? [],
        );
      });
    });
  }
});

for (const shell of SHELLS) {
  describe(`the shim's resolver under ${shell.name}`, { skip: shell.skip }, () => {
    for (const one of pinCases()) {
      test(one.name, { skip: skipReason(one) }, async () => {
        await withScene(one, (scene) => {
          const [program, ...args] = shell.argv;
          const probe = join(scene.root, "probe.sh");
          writeFileSync(probe, PROBE);
          const { stdout, stderr } = spawnSync(program, [...args, probe, one.argument ?? ""], {
            cwd: scene.cwd,
            env: { PATH: "/usr/bin:/bin", GOSTEAD_HOME: scene.home, ...scene.env },
            encoding: "utf8",
          });
          assert.equal(relative(stdout, scene), one.want);
          const ignored = [...stderr.matchAll(/ignored (.*?): /g)].map(([, file = ""]) => file);
          assert.deepEqual(
            ignored.map((file) => relative(file, scene)),
            one.ignored ?? [],
            stderr,
          );
        });
      });
    }
  });
}

function answer(one: PinCase, scene: Scene, ignored: string[]): Pin | GosteadError | undefined {
  try {
    return resolvePin({
      cwd: scene.cwd,
      env: scene.env,
      home: scene.home,
      argument: one.argument,
      uid: process.getuid?.(),
      onIgnored: (file) => ignored.push(file),
    });
  } catch (error) {
    if (error instanceof GosteadError && /^bad-pin$|^pin-below/.test(error.code)) return error;
    throw error;
  }
}

function shown(pin: Pin | GosteadError | undefined, scene: Scene): string {
  if (pin === undefined) return "none";
  if (pin instanceof GosteadError) return shownError(pin, scene);
  const where = pin.file === undefined ? "" : ` ${pin.file}:${pin.line}`;
  return relative(`${pin.word} ${pin.kind}${where}`, scene);
}

/** The message names the file and line, or the variable; both lines of a pin below its module. */
function shownError({ message }: GosteadError, scene: Scene): string {
  const [, ours = "", theirs = ""] =
    /^(.*) asks for ".*", but (.*) says "go .*"$/.exec(message) ?? [];
  if (ours !== "") {
    return relative(`below ${/[^/]*(?=:\d+$)/.exec(ours)?.[0]} ${ours} ${theirs}`, scene);
  }
  const [, source = ""] = /^(.*?) names no Go version: /.exec(message) ?? [];
  if (!source.startsWith("/")) return `bad ${source.replace("the ", "")}`;
  const kind = /[^/]*(?=:\d+$)/.exec(source)?.[0];
  return relative(`bad ${kind} ${source}`, scene);
}

function relative(text: string, scene: Scene): string {
  return text.replaceAll(`${scene.root}/`, "");
}
