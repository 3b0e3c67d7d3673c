import type { AccountId } from "@feiliao/protocol";
import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import type { Secret } from "../../platform/secret.ts";

const LIFETIME_MS = 5 * 60_000;
const ID_BYTES = 16;

/** What is to be done with what is signed: a challenge for one thing is none for another. */
export type ChallengePurpose = "assert" | `register ${AccountId}`;

/**
 * What passkeys are to sign. Challenges are derived from their ids, which carry their end, and stored nowhere: any
 * node can check one. That one is used twice does no harm, since all that comes of it is the same device.
 */
export class Challenges {
  readonly #secret: Secret;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(secret: Secret, clock: Clock, random: Random) {
    this.#secret = secret;
    this.#clock = clock;
    this.#random = random;
  }

  issue(purpose: ChallengePurpose): { challenge_id: string; challenge: string } {
    const name = Buffer.from(this.#random.bytes(ID_BYTES)).toString("base64url");
    const challenge_id = `${name}.${this.#clock.now() + LIFETIME_MS}`;
    return { challenge_id, challenge: this.#derive(challenge_id, purpose) };
  }

  /** The challenge of an id; null when it has expired. One with an end made up was never told to anybody. */
  find(challenge_id: string, purpose: ChallengePurpose): string | null {
    const ends_at = Number(challenge_id.split(".")[1]);
    return ends_at > this.#clock.now() ? this.#derive(challenge_id, purpose) : null;
  }

  #derive(challenge_id: string, purpose: ChallengePurpose): string {
    return this.#secret.derive("passkey challenge", purpose, challenge_id).toString("base64url");
  }
}
