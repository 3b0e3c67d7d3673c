import type { FallbackRule } from "./fallback.ts";

/** For contacts without a rule of their own. */
export const FALLBACK_DEFAULT: FallbackRule = { mode: "notice", after_s: 600, unless: "delivered" };
