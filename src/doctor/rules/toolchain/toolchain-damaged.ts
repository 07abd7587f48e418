/** Files of the Go that gostead runs here are not what was proven. The whole proof is for `gostead verify`. */
import type { GoKept } from "#facts/gokept.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

const SAYS = {
  altered: "it is not what the manifest lists",
  missing: "it is missing",
  unreadable: "it cannot be read",
} as const;

export const toolchainDamaged = defineRule({
  code: "toolchain-damaged",
  title: "files of this Go are not what was installed",
  why: "what runs is not the Go that was proven: it may fail anywhere, or be somebody else's",
  group: "toolchain",
  needs: ["gokept"],
  check: ({ gokept }) => {
    if (gokept === null) return notApplicable("no Go of gostead's runs here");
    const { name, goroot, version, files } = gokept;
    if (files.length === 0) return notApplicable(`no manifest of ${name} is kept`);
    const named = files.flatMap(({ name: file, state }) =>
      state === "sound" ? [] : [{ text: SAYS[state], file: `${goroot}/${file}` }],
    );
    const evidence = named.length > 0 ? named : difference(gokept);
    if (evidence.length === 0) return [];
    const advice = `run: gostead verify ${version} --repair`;
    const draft: Draft = { severity: "error", subject: name, evidence, fix: [], advice };
    return [draft];
  },
});

/** Something else is missing, cut short or too much: which, `gostead verify` tells. Facts kept by an older gostead have no sums. */
function difference({ goroot, sums }: GoKept): Draft["evidence"] {
  if (!sums) return [];
  const { listed, here } = sums;
  if (listed.files === here.files && listed.bytes === here.bytes) return [];
  const text = `${said(listed)} are listed in its manifest, ${said(here)} are there`;
  return [{ text, file: goroot }];
}

function said({ files, bytes }: { readonly files: number; readonly bytes: number }): string {
  return `${files} files of ${bytes} bytes`;
}
