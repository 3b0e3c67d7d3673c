/** Why a carrier refuses, whatever its protocol. */
export type Refusal =
  /** Slow down and try again. */
  | "throttled"
  /** 空号 */
  | "number_unknown"
  /** The number belongs to another carrier (携号转网). */
  | "not_mine"
  /** 拒收: the person does not want it. */
  | "blocked"
  /** 黑名单 or content. */
  | "filtered"
  /** 停机 */
  | "suspended"
  /** Our account with the carrier is empty. */
  | "no_money"
  /** We wrote something the carrier cannot accept; trying again will not help. */
  | "bad_request"
  /** We may not do this. */
  | "denied"
  /** Nobody is there to take it: the line is down, or the carrier's service has ended. */
  | "closed"
  | "unspecified";
