/** The home is on a network file system: locks between machines are advisory there (security S20), links cost a question each. */
import { judgeHomeMount } from "../../homemount.ts";
import { defineRule } from "../../rule.ts";

const NETWORK = /^(nfs4?|cifs|smb3|afs|ceph|glusterfs|lustre|9p|fuse\.sshfs)$/;

export const homeOnNetwork = defineRule({
  code: "home-on-network",
  title: "the home is on a network file system",
  why: "locks between machines are advisory there, and each start of go asks the network",
  group: "paths",
  needs: ["paths", "mounts"],
  check: (facts) =>
    judgeHomeMount(facts, ({ point, type }) => {
      if (!NETWORK.test(type)) return null;
      const advice = "keep a home on each machine's own disk; installs there are proven as well";
      return { severity: "info", text: `${point} is mounted by ${type}`, advice };
    }),
});
