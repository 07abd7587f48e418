/** The rules about Go's caches, in the order of reports. */
import { cacheDamaged } from "./cache/cache-damaged.ts";
import { cacheOpenToOthers } from "./cache/cache-open-to-others.ts";

export const CACHE_RULES = [cacheDamaged, cacheOpenToOthers] as const;
