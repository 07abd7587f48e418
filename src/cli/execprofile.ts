/** `gostead exec --apparmor PROFILE`: the command under a profile that is loaded, by aa-exec(1). */
import { gather } from "#facts/gather.ts";
import { thisPlace } from "#facts/place.ts";
import { GosteadError } from "#model/error.ts";
import { quoted } from "#model/quote.ts";
import type { CliContext } from "./context.ts";

/**
 * The words that start a command under a profile. Throws `not-available` where AppArmor does not decide
 * or has no profile of that name; a user who may not read the list learns it from aa-exec.
 */
export async function underProfile({ host }: CliContext, profile: string): Promise<string[]> {
  if (!/^[A-Za-z0-9_/][^\p{Cc}]{0,255}$/u.test(profile)) {
    throw new GosteadError("usage", `no name of a profile: ${quoted(profile)}`, {
      fix: "gostead exec --apparmor go-dev -- go build",
    });
  }
  const { lsm } = await gather(["lsm"], thisPlace(host));
  if (!lsm.known || !lsm.value.active.includes("apparmor")) {
    throw new GosteadError("not-available", "AppArmor does not decide here", {
      fix: "run it without --apparmor, or where AppArmor is enabled",
    });
  }
  const { profiles } = lsm.value;
  if (profiles === null || profiles.some(({ name }) => name === profile)) {
    return ["aa-exec", "-p", profile, "--"];
  }
  throw new GosteadError("not-available", `no profile ${quoted(profile)} is loaded`, {
    fix: "give its name, not its file; sudo apparmor_parser -r /etc/apparmor.d/FILE loads one",
  });
}
