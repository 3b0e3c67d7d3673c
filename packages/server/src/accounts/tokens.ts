import type { AccountId, DeviceId } from "@feiliao/protocol";
import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import { type Secret, sha256 } from "../platform/secret.ts";
import type { AccountStore, DeviceIdentity } from "../store/account-store.ts";
import type { TicketUses } from "./ticket-uses.ts";

export const TICKET_LIFETIME_MS = 30_000;

/**
 * The device that comes of a proof, such as a verification: derived from its id, so that signing in twice is signing
 * in once.
 */
export function deviceOf(secret: Secret, source: string): DeviceId {
  return `dev_${secret.derive("device", source).subarray(0, 16).toString("base64url")}`;
}

/**
 * The device token that comes of a proof: 256 bits derived from it, so that a lost answer can be given
 * again although only the token's hash is stored.
 */
export function deviceToken(secret: Secret, source: string, device_id: DeviceId): string {
  return secret.derive("device token", source, device_id).toString("base64url");
}

export function tokenHash(token: string): Uint8Array {
  return sha256(token);
}

/** Tells the tickets of half a minute apart; the MAC is what keeps them from being made up. */
const NONCE_BYTES = 6;

interface TicketClaims {
  account_id: AccountId;
  device_id: DeviceId;
  expires_at: number;
  nonce: number;
}

interface Parts {
  accounts: Pick<AccountStore, "isActive">;
  uses: TicketUses;
  secret: Secret;
  clock: Clock;
  random: Random;
}

/**
 * Single-use tickets for the first frame of a socket. They are sealed instead of stored, so that any node can
 * take one; only their use is remembered, until they expire.
 */
export class Tickets {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  issue({ account_id, device_id }: DeviceIdentity): string {
    const { secret, clock, random } = this.#parts;
    const nonce = Buffer.from(random.bytes(NONCE_BYTES)).readUIntBE(0, NONCE_BYTES);
    const expires_at = clock.now() + TICKET_LIFETIME_MS;
    const claims: TicketClaims = { account_id, device_id, expires_at, nonce };
    const text = Buffer.from(JSON.stringify(claims)).toString("base64url");
    return `${text}.${secret.derive("ticket", text).toString("base64url")}`;
  }

  /** Whose ticket it is; null when it is forged, used, expired, or its device was signed out meanwhile. */
  async redeem(ticket: string): Promise<DeviceIdentity | null> {
    const [text = "", mac = ""] = ticket.split(".");
    if (!this.#parts.secret.verify(Buffer.from(mac, "base64url"), "ticket", text)) return null;
    const { nonce, expires_at, ...identity } = JSON.parse(
      Buffer.from(text, "base64url").toString(),
    ) as TicketClaims;
    const { accounts, clock, uses } = this.#parts;
    if (expires_at <= clock.now() || !(await uses.take(nonce, expires_at))) return null;
    return (await accounts.isActive(identity)) ? identity : null;
  }
}
