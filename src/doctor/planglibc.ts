/** What an older glibc would break: the programs that need symbols which it lacks. Pure. */
import { compareDotted } from "#facts/dotted.ts";
import type { Facts, FactValue } from "#facts/facts.ts";
import { blocked, type Reason, risky, safe } from "./planreason.ts";

export function planGlibc(glibc: string, { system, programs }: Partial<Facts>): readonly Reason[] {
  const own = system?.known ? ofSystem(glibc, system.value) : [];
  return programs?.known ? [...own, ...ofPrograms(glibc, programs.value)] : own;
}

function ofSystem(glibc: string, { libc, libcVersion }: FactValue<"system">): readonly Reason[] {
  if (libc === "glibc") {
    return [safe("glibc", `${glibc} in the place of ${libcVersion ?? "one that says no version"}`)];
  }
  const here = libc === "musl" ? `musl ${libcVersion ?? ""}`.trim() : "no C library that is known";
  return [risky("glibc", `this system has ${here}: there is no glibc to replace`)];
}

function ofPrograms(
  glibc: string,
  { programs, directory }: FactValue<"programs">,
): readonly Reason[] {
  const needy = programs.filter((one) => one.glibc !== null);
  const count =
    programs.length === 0
      ? `none is in ${directory ?? "GOBIN, which nothing names"}`
      : `${programs.length - needy.length} of ${programs.length} in ${directory} need no glibc`;
  const asked = needy.map(({ file, glibc: needs }) =>
    compareDotted(glibc, needs ?? "0") < 0
      ? blocked(file, `it needs glibc ${needs}: version \`GLIBC_${needs}' not found`)
      : safe(file, `it needs glibc ${needs}`),
  );
  return [safe("programs", count), ...asked];
}
