/**
 * Version words as people write them in pins: `1.22.6`, `go1.22`, `v1.25rc1`,
 * `1.22.3@prod`, `system`. A word becomes a file name below links/, so nothing
 * else may pass (CVE-2022-35861 ran `../../x`). The shell says the same in
 * gs_word of src/activate/resolve.sh.
 */

const WORD = /^[0-9A-Za-z][0-9A-Za-z.@_+-]{0,63}$/;

/** The word without its `go` or `v`, and without the name of no label; undefined when it could not be a version's name. */
export function parseWord(text: string): string | undefined {
  const bare = text.replace(/^(go|v)(?=[0-9])/, "").replace(/@default$/, "");
  return WORD.test(bare) && !bare.includes("..") ? bare : undefined;
}

/** The word that GOTOOLCHAIN names: `1.24.6` of `go1.24.6+auto`; undefined for `auto`, `local`, `path`. */
export function wordOfGotoolchain(value: string): string | undefined {
  return /^go[0-9]/.test(value) ? value.replace(/\+.*/s, "") : undefined;
}
