/** The rules about the checksum log, in the order of reports. */
import { logNotAdvancing } from "./sumdb/log-not-advancing.ts";
import { logNotProven } from "./sumdb/log-not-proven.ts";
import { logUnreachable } from "./sumdb/log-unreachable.ts";
import { versionsLost } from "./sumdb/versions-lost.ts";

export const SUMDB_RULES = [logUnreachable, logNotProven, logNotAdvancing, versionsLost] as const;
