/** The home is on a network file system: locks between machines are advisory there (security S20), links cost a question each. */
import { mountOf } from "#facts/mounts.ts";
import { homeIn } from "../../role.ts";
import { defineRule, notApplicable } from "../../rule.ts";

const NETWORK = /^(nfs4?|cifs|smb3|afs|ceph|glusterfs|lustre|9p|fuse\.sshfs)$/;

export const homeOnNetwork = defineRule({
  code: "home-on-network",
  title: "the home is on a network file system",
  why: "locks between machines are advisory there, and each start of go asks the network",
  group: "paths",
  needs: ["paths", "mounts"],
  check: ({ paths, mounts: { mounts } }) => {
    const home = homeIn(paths);
    if (home === undefined) return notApplicable("nothing names a home of gostead");
    const mount = mountOf(home, mounts);
    if (mount === undefined) return notApplicable("it is not known what is mounted here");
    if (!NETWORK.test(mount.type)) return [];
    const evidence = [{ text: `${mount.point} is mounted by ${mount.type}`, file: home }];
    const advice = "keep a home on each machine's own disk; installs there are proven as well";
    return [{ severity: "info", subject: home, evidence, fix: [], advice }];
  },
});
