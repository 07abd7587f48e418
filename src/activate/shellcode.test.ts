// Whatever a value holds, the real shells must give it back byte for byte from the code that sets it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, describe } from "node:test";
import fc from "fast-check";
import { has } from "../../test/support/shells.ts";
import { assign, type Shell, shellQuote, unset } from "./shellcode.ts";

interface Real {
  readonly name: string;
  readonly shell: Shell;
  readonly argv: readonly [string, ...string[]];
}

const REAL: readonly Real[] = [
  { name: "dash", shell: "sh", argv: ["dash"] },
  { name: "busybox sh", shell: "sh", argv: ["busybox", "sh"] },
  { name: "bash --posix", shell: "sh", argv: ["bash", "--posix"] },
  { name: "bash", shell: "bash", argv: ["bash", "--norc"] },
  { name: "zsh", shell: "zsh", argv: ["zsh", "-f"] },
  { name: "zsh with rcquotes", shell: "zsh", argv: ["zsh", "-f", "-o", "rcquotes"] },
  { name: "fish", shell: "fish", argv: ["fish", "--no-config"] },
];
/** fish makes directories in it. */
const HOME = mkdtempSync(join(tmpdir(), "gostead-shellcode-"));
after(() => rmSync(HOME, { recursive: true, force: true }));

const LOCALES = ["C", "C.UTF-8"];
/** What shells give a meaning to. */
const NASTY = [..."'\"\\`$!*?~#&|;<>(){}[]%^=:,\n\r\t\u001b\u009b\u202e -@+éü😀"];
const VALUES = fc
  .string({
    unit: fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: "binary", maxLength: 1 })),
  })
  .filter((value) => !value.includes("\0"));

function evaluated({ argv, shell }: Real, code: string, lang = "C.UTF-8"): string {
  const [program, ...rest] = argv;
  const strict = shell === "fish" ? "" : "set -eu\n";
  const { stdout, stderr, status } = spawnSync(program, [...rest, "-c", `${strict}${code}`], {
    encoding: "utf8",
    env: { PATH: "/usr/bin:/bin", HOME, LC_ALL: lang, CODE: "" },
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

for (const real of REAL) {
  const skip = !has(real.argv[0]) && `no ${real.argv[0]} here`;
  const { shell } = real;

  describe(`code for ${real.name}`, { skip }, () => {
    test("gives every value back", () => {
      fc.assert(
        fc.property(
          fc.array(VALUES, { minLength: 20, maxLength: 40 }),
          fc.constantFrom(...LOCALES),
          (values, lang) => {
            const print = shell === "fish" ? "printf '%s\\0' $X" : "printf '%s\\0' \"$X\"";
            const code = values.map((value) => `${assign("X", value, shell)}\n${print}\n`).join("");
            assert.deepEqual(evaluated(real, code, lang).split("\0").slice(0, -1), values);
          },
        ),
        { numRuns: 12 },
      );
    });

    test("exports, so that a child has it; what is unset is gone, set before or not", () => {
      const value = "it's $HOME\n`id` \\' %PATH% é";
      assert.equal(evaluated(real, `${assign("X", value, shell)}\nprintenv X`), `${value}\n`);
      const gone = [assign("X", "1", shell), unset("X", shell), unset("NEVER", shell)].join("\n");
      assert.equal(evaluated(real, `${gone}\nenv | grep -c '^X=' || true`), "0\n");
    });

    test("survives eval of a command's output", () => {
      const code = [assign("X", "a\n'b'  c\\n", shell), unset("Y", shell), assign("Z", "1", shell)];
      const text = shellQuote(code.join("\n"), shell);
      const line =
        shell === "fish"
          ? `eval (printf '%s\\n' ${text}); printf '%s|%s' $X $Z`
          : `eval "$(printf '%s\\n' ${text})"; printf '%s|%s' "$X" "$Z"`;
      assert.equal(evaluated(real, line), "a\n'b'  c\\n|1");
    });
  });
}

test("refuses what no shell can hold", () => {
  assert.throws(() => assign("X", "a\0b", "sh"), RangeError);
  for (const name of ["", "1X", "X=Y", "X;id", "X Y", "X\n"]) {
    assert.throws(() => assign(name, "", "sh"), RangeError, name);
    assert.throws(() => unset(name, "fish"), RangeError, name);
  }
});
