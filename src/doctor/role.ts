/** Places among the fact `paths` that several rules ask for. */
import type { FactValue } from "#facts/facts.ts";

export function homeIn({ roles }: FactValue<"paths">): string | undefined {
  return roles.find(({ role }) => role === "home")?.path;
}
