/** A file system has hardly any files left to give: a Go tree alone has 9,500 to 12,000. */
import { defineRule, notApplicable } from "../../rule.ts";

const LEAST = 20_000;

export const filesLeftFew = defineRule({
  code: "files-left-few",
  title: "a disk has hardly any inodes left",
  why: "no space left on device, though bytes are free",
  group: "limits",
  needs: ["space"],
  check: ({ space: { places } }) => {
    const counted = places.filter(({ freeFiles }) => freeFiles !== null);
    if (counted.length === 0) return notApplicable("files are not counted on these file systems");
    return counted
      .filter(({ freeFiles }) => (freeFiles ?? LEAST) < LEAST)
      .map(({ mount, names, freeFiles }) => ({
        severity: "error" as const,
        subject: mount,
        evidence: [
          {
            text: `${freeFiles} more files can be made here, where ${names.join(", ")} lie; a Go tree alone has 12000`,
            file: mount,
          },
        ],
        fix: [],
        advice: `find what fills it: du --inodes -x ${mount} | sort -n; or a larger file system`,
      }));
  },
});
