/** Whether the loader and the libraries that it asks for are here, and new enough. */
import { highestGlibc } from "../libcversion.ts";
import type { Loading } from "../loader.ts";
import { binaryRule, type Draft, type Subject, type Verdict } from "../subject.ts";
import { isForHere } from "./platform.ts";

const STATIC = "build it with CGO_ENABLED=0, which needs none";

export const binaryDynamic = binaryRule("binary-dynamic", (subject): Verdict => {
  const { file, binary, mustBeStatic } = subject;
  if (!mustBeStatic) return { notApplicable: "nobody said --require static" };
  if (binary.linking === null) return { notApplicable: "only programs and libraries are linked" };
  if (binary.linking === "static") return [];
  const asks = [binary.interpreter, ...binary.libraries].filter((name) => name !== null);
  return [
    {
      severity: "error",
      subject: file,
      evidence: [
        { text: `it asks for ${asks.join(", ")}`, file },
        ...(binary.go?.settings.CGO_ENABLED === "1"
          ? [{ text: "it was built with CGO_ENABLED=1", file }]
          : []),
      ],
      fix: [],
      advice: "build it with CGO_ENABLED=0, and without -buildmode=pie on Linux",
    },
  ];
});

export const binaryLoaderMissing = binaryRule("binary-loader-missing", (subject) =>
  whereLoaded(subject, ({ loader }) =>
    loader
      ? []
      : [
          finding(subject, `its loader ${subject.binary.interpreter} is not here`, {
            advice:
              subject.binary.libc === "musl"
                ? `it was built against musl: install musl, or ${STATIC}`
                : `install the C library it was built against, or ${STATIC}`,
          }),
        ],
  ),
);

export const binaryLibraryMissing = binaryRule("binary-library-missing", (subject) =>
  whereLoaded(subject, ({ libraries, loader }) =>
    // Without a loader nothing is found, and that is said already.
    (loader ? libraries : [])
      .filter(({ path }) => path === undefined)
      .map(({ name }) =>
        finding(subject, `no directory of the loader has ${name}`, {
          advice: `install the package that holds ${name}, or ${STATIC}`,
        }),
      ),
  ),
);

export const binaryNeedsNewerLibrary = binaryRule("binary-needs-newer-library", (subject) =>
  whereLoaded(subject, ({ libraries }) =>
    subject.binary.needs.flatMap(({ library, versions }) => {
      const found = libraries.find(({ name }) => name === library);
      if (found?.path === undefined || found.provides.length === 0) return [];
      const lacks = versions.filter((version) => !found.provides.includes(version));
      if (lacks.length === 0) return [];
      const has = highestGlibc(found.provides);
      const upTo = has === null ? "" : `, which goes up to GLIBC_${has}`;
      return [
        finding(
          subject,
          `it needs ${lacks.join(", ")} of ${library}; ${found.path} lacks it${upTo}`,
          {
            advice: `build it on a system as old as this one, or ${STATIC}`,
          },
        ),
      ];
    }),
  ),
);

function whereLoaded(subject: Subject, look: (loading: Loading) => readonly Draft[]): Verdict {
  const { binary, loading } = subject;
  if (binary.linking !== "dynamic") return { notApplicable: "it is not linked dynamically" };
  if (!isForHere(subject)) return { notApplicable: "it is not for this machine" };
  if (loading === null) return { notApplicable: "only ELF's loader looks in files" };
  return look(loading);
}

function finding({ file }: Subject, text: string, { advice }: { readonly advice: string }): Draft {
  return { severity: "error", subject: file, evidence: [{ text, file }], fix: [], advice };
}
