/** The rules about shells and their start files, in the order of reports. */
import { goAlias } from "./shell/go-alias.ts";
import { shellSeesOtherGo } from "./shell/shell-sees-other-go.ts";
import { shellStartFails } from "./shell/shell-start-fails.ts";
import { startFileNotRead } from "./shell/start-file-not-read.ts";
import { startFileUnreadable } from "./shell/start-file-unreadable.ts";

export const SHELL_RULES = [
  startFileUnreadable,
  shellSeesOtherGo,
  shellStartFails,
  goAlias,
  startFileNotRead,
] as const;
