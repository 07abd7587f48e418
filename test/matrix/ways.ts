/** Every way of breaking the home, in the order of the page. */
import { DISKS, HOMES } from "./disks.ts";
import { SEARCHES } from "./searches.ts";
import { INTEGRITY, PERMISSIONS, PROJECTS } from "./trees.ts";
import { NETWORK, VARIABLES } from "./variables.ts";
import type { Way } from "./way.ts";

export const WAYS: readonly Way[] = [
  ...VARIABLES,
  ...NETWORK,
  ...SEARCHES,
  ...PERMISSIONS,
  ...INTEGRITY,
  ...PROJECTS,
  ...DISKS,
  ...HOMES,
];
