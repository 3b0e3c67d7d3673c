import type { Platform } from "./platform.ts";

// Crockford's base32, as in the ULID specification.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/**
 * The idempotency key of one message: a ULID (48 bits of time, 80 random bits). The time only keeps keys of one
 * day near each other in an index; nothing is ordered by it.
 */
export function newClientId({ clock, randomBytes }: Pick<Platform, "clock" | "randomBytes">): string {
  let time = Math.floor(clock.now());
  let key = "";
  for (let index = 0; index < TIME_CHARACTERS; index++) {
    key = ALPHABET[time % 32] + key;
    time = Math.floor(time / 32);
  }
  for (const byte of randomBytes(RANDOM_CHARACTERS)) key += ALPHABET[byte % 32];
  return key;
}
