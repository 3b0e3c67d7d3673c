import type { Challenge } from "@feiliao/protocol";
import type { Random } from "../../platform/random.ts";
import { type Secret, sha256 } from "../../platform/secret.ts";
import type { Budget } from "../../store/limit-store.ts";

/** Long enough for a slow phone. */
const CHALLENGE_LIFETIME_MS = 180_000;
const NONCE_BYTES = 8;
/** Short, so that a challenge and its solution are one block of SHA-256. */
const MAC_BYTES = 12;

export interface SolvedChallenge {
  challenge: string;
  solution: string;
}

/**
 * Challenges that the server need not remember: each carries its terms and a MAC over them and the number it is for.
 * Only that one was used is written down, as a budget of one.
 */
export class ProofOfWork {
  readonly #secret: Secret;
  readonly #random: Random;

  constructor(secret: Secret, random: Random) {
    this.#secret = secret;
    this.#random = random;
  }

  issue(number: string, bits: number, now: number): Challenge {
    const nonce = Buffer.from(this.#random.bytes(NONCE_BYTES)).toString("base64url");
    const terms = [nonce, ((now + CHALLENGE_LIFETIME_MS) / 1_000).toFixed(0), String(bits)];
    const challenge = [...terms, this.#mac(number, terms)].join(".");
    return { challenge, bits, expires_in_s: CHALLENGE_LIFETIME_MS / 1_000 };
  }

  /** What using the solution takes, once; null when it solves nothing that was asked about this number. */
  useOf(number: string, { challenge, solution }: SolvedChallenge, now: number): Budget | null {
    const [nonce = "", expires_s = "", bits = "", mac] = challenge.split(".");
    if (mac !== this.#mac(number, [nonce, expires_s, bits])) return null;
    if (now >= Number(expires_s) * 1_000) return null;
    if (leadingZeroBits(sha256(`${challenge}:${solution}`)) < Number(bits)) return null;
    return { key: `challenge ${nonce}`, limit: 1, window_ms: CHALLENGE_LIFETIME_MS };
  }

  #mac(number: string, terms: readonly string[]): string {
    return this.#secret
      .derive("challenge", number, ...terms)
      .subarray(0, MAC_BYTES)
      .toString("base64url");
  }
}

function leadingZeroBits(digest: Uint8Array): number {
  const first = digest.findIndex((byte) => byte !== 0);
  return first < 0 ? digest.length * 8 : first * 8 + Math.clz32(digest[first]!) - 24;
}
