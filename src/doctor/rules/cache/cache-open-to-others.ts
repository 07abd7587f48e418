/** Others may write into a cache of Go's, or own it. Go makes its caches 0777 less the umask, 0755 as a rule: reading is no fault. */
import type { FactValue } from "#facts/facts.ts";
import { type Draft, defineRule, notApplicable } from "../../rule.ts";

type Directory = FactValue<"caches">["directories"][number];

export const cacheOpenToOthers = defineRule({
  code: "cache-open-to-others",
  title: "others can change a cache of Go's",
  why: "what they put there is linked into your programs: go does not hash again what it reuses",
  group: "cache",
  needs: ["caches"],
  check: ({ caches: { uid, directories } }) => {
    const caches = directories.filter(
      ({ name, at, path }) => /^GO(MOD)?CACHE$/.test(name) && at === path,
    );
    if (caches.length === 0 || uid === null) return notApplicable("there is no cache yet");
    return caches.flatMap((one) => [...ownerOf(one, uid), ...modeOf(one, uid)]);
  },
});

function ownerOf({ name, path, uid: owner, writable }: Directory, uid: number): readonly Draft[] {
  if (owner === uid || (owner === 0 && writable)) return [];
  const text = `${name} belongs to user ${owner}, and you are user ${uid}`;
  const advice =
    owner === 0
      ? `a build by root made it: sudo chown -R ${uid} ${path}`
      : `give it to who builds: chown -R ${uid} ${path}; or set ${name} to a directory of your own`;
  return [
    { severity: "warning", subject: path, evidence: [{ text, file: path }], fix: [], advice },
  ];
}

function modeOf({ name, path, mode, uid: owner }: Directory, uid: number): readonly Draft[] {
  if ((mode & 0o022) === 0) return [];
  const severity = (mode & 0o002) === 0 ? "warning" : "error";
  const evidence = [{ text: `${name} has mode ${mode.toString(8)}`, file: path }];
  const argv = (word: number) => ["chmod", `0${word.toString(8)}`, path];
  const run = { kind: "run", argv: argv(mode & ~0o022), inverse: argv(mode) } as const;
  const mine = uid === 0 || owner === uid;
  const place = { severity, subject: path, evidence } as const;
  return [mine ? { ...place, fix: [run] } : { ...place, fix: [], advice: run.argv.join(" ") }];
}
