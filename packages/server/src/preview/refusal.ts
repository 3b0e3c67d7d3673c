/** Why something was not fetched. Nobody is told but tests: whoever asks could probe a network with it. */
export type RefusalReason =
  | "url"
  | "address"
  | "unreachable"
  | "redirects"
  | "status"
  | "type"
  | "too_large"
  | "time";

export class Refusal extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(`not fetched: ${reason}`);
    this.reason = reason;
  }
}
