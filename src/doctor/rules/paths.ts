/** The rules about where things stand, in the order of reports. */

import { defaultBroken } from "./paths/default-broken.ts";
import { homeInGopath } from "./paths/home-in-gopath.ts";
import { homeNoexec } from "./paths/home-noexec.ts";
import { homeOnNetwork } from "./paths/home-on-network.ts";
import { homeReadOnly } from "./paths/home-read-only.ts";
import { homeVolatile } from "./paths/home-volatile.ts";
import { linksMissing } from "./paths/links-missing.ts";
import { pathUnusual } from "./paths/path-unusual.ts";
import { rootOnPath } from "./paths/root-on-path.ts";
import { usrLocalGoMissing } from "./paths/usr-local-go-missing.ts";
import { usrLocalGoTaken } from "./paths/usr-local-go-taken.ts";

export const PATHS_RULES = [
  homeNoexec,
  homeReadOnly,
  homeVolatile,
  homeOnNetwork,
  homeInGopath,
  rootOnPath,
  pathUnusual,
  usrLocalGoMissing,
  usrLocalGoTaken,
  defaultBroken,
  linksMissing,
] as const;
