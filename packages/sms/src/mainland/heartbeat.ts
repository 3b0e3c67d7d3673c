import type { IdleRule } from "../session/idle-watch.ts";

/** When a silent peer is asked whether it is there, and how often in vain. */
export type Heartbeat = Omit<Extract<IdleRule, { kind: "heartbeat" }>, "kind">;
