/** For which processor each go on PATH was built, from the head of its file; scripts are left out. */
import { ELF_HEAD, elfHead } from "./elfhead.ts";
import { defineFact, known } from "./fact.ts";
import { gosFact } from "./gos.ts";

export interface GoProgram {
  readonly path: string;
  readonly version: string | null;
  /** GOARCH. */
  readonly goarch: string;
}

export const goprogramsFact = defineFact({
  name: "goprograms",
  cost: "instant",
  about: "for which processor each go on PATH was built",
  needs: { gos: gosFact },
  reads: (_, { gos }) =>
    gos.gos.map(({ real }) => ({ file: real, max: ELF_HEAD, head: true as const })),
  parse: (answers, _, { gos }) => {
    const programs = gos.gos.flatMap(({ path, version }, at): readonly GoProgram[] => {
      const answer = answers[at];
      const goarch = answer?.is === "file" ? elfHead(answer.bytes)?.goarch : undefined;
      return goarch == null ? [] : [{ path, version, goarch }];
    });
    return known({ programs });
  },
});
