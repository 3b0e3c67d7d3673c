import { timingSafeEqual } from "node:crypto";
import type { AccountId, DeviceId, HandlerInput, Output, VerificationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Clock } from "../platform/clock.ts";
import { newId, type Random } from "../platform/random.ts";
import type { Secret } from "../platform/secret.ts";
import type { Store } from "../store/store.ts";
import type { Verification as StoredVerification } from "../store/verification-store.ts";
import { canReceiveCode, numberBlock, parseNumber } from "./number.ts";
import { deviceToken, tokenHash } from "./tokens.ts";
import {
  CODE_LIFETIME_MS,
  CODE_TRIES,
  CONVERSION_MIN,
  CONVERSION_SAMPLE_MIN,
  CONVERSION_WINDOW_MS,
  IDLE_ACCOUNT_MS,
  RESEND_AFTER_MS,
  sendingBudgets,
  tryBudget,
} from "./verification-limits.ts";

interface Parts {
  store: Store;
  secret: Secret;
  clock: Clock;
  random: Random;
  /** Country calling codes that may be sent to; empty: all. */
  countries: readonly string[];
  sms_day_max: number;
}

/** Proof that somebody reads the SMS of a number, and the sign-in that follows from it. */
export class Verification {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `ip` null: no budget per address, since nothing is paid for. */
  async start(
    input: HandlerInput<"verification/start">,
    ip: string | null,
  ): Promise<Output<"verification/start">> {
    const { store, clock, random, sms_day_max, countries } = this.#parts;
    const number = parseNumber(input.number);
    const allowed = countries.length === 0 || countries.some((code) => number.e164.startsWith(`+${code}`));
    if (!allowed || !canReceiveCode(number)) throw new FeiliaoError("number_unsupported");

    const now = clock.now();
    const number_block = numberBlock(number.e164);
    await this.#checkConversion(number_block, now);
    const verification_id = newId<VerificationId>("verification", random);
    const budgets = sendingBudgets({
      number: number.e164,
      number_block,
      ip,
      installation_id: input.installation_id ?? null,
      sms_day_max,
    });
    const { wait_ms } = await store.limits.take(budgets, now);
    if (wait_ms > 0) throw limited(wait_ms);
    const started = await store.verifications.start({
      verification_id,
      number: number.e164,
      number_block,
      locale: input.locale ?? (number.country === "CN" ? "zh-CN" : "en"),
      now,
      lifetime_ms: CODE_LIFETIME_MS,
      tries: CODE_TRIES,
      resend_after_ms: RESEND_AFTER_MS,
    });
    if (started.outcome === "too_soon") throw limited(started.retry_after_ms);
    return {
      verification_id,
      retry_after_s: toSeconds(started.retry_after_ms),
      number: number.e164,
      carrier: number.carrier,
    };
  }

  async check(input: HandlerInput<"verification/check">): Promise<Output<"verification/check">> {
    const { store, clock, secret, random } = this.#parts;
    const now = clock.now();
    const verification = await store.verifications.byId(input.verification_id, now);
    if (!verification) throw new FeiliaoError("code_expired");
    if (verification.tries_left === 0) throw new FeiliaoError("code_expired", { tries_left: 0 });
    await this.#checkCode(verification, input.code, now);
    if (verification.device) return this.#answer(input.verification_id, verification.device);

    const pin_proven = await this.#checkPin(verification, input.pin);
    const device_id = newId<DeviceId>("device", random);
    const device = await store.accounts.signIn({
      number: verification.number,
      new_account_id: newId<AccountId>("account", random),
      device_id,
      device_name: input.device_name,
      token_hash: tokenHash(deviceToken(secret, input.verification_id, device_id)),
      now,
      idle_ms_max: IDLE_ACCOUNT_MS,
      pin_proven,
    });
    await store.verifications.complete(input.verification_id, device, now);
    return this.#answer(input.verification_id, device);
  }

  /** The six digits that belong to a verification: derived, so that they are stored nowhere. */
  codeOf(verification_id: VerificationId): string {
    const number = this.#parts.secret.derive("code", verification_id).readBigUInt64BE() % 1_000_000n;
    return number.toString().padStart(6, "0");
  }

  async #checkCode(verification: StoredVerification, code: string, now: number): Promise<void> {
    const { store } = this.#parts;
    if (timingSafeEqual(Buffer.from(this.codeOf(verification.code_of)), Buffer.from(code))) return;
    const { wait_ms } = await store.limits.take([tryBudget(verification.number)], now);
    if (wait_ms > 0) throw limited(wait_ms);
    throw new FeiliaoError("code_wrong", {
      tries_left: await store.verifications.miss(verification.code_of),
    });
  }

  /** Whether the account's PIN was given; without a PIN there is nothing to prove. */
  async #checkPin(verification: StoredVerification, pin: string | undefined): Promise<boolean> {
    const { store } = this.#parts;
    const hash = await store.accounts.pinHash(verification.number);
    if (hash === null) return false;
    if (pin === undefined) throw new FeiliaoError("pin_required");
    if (await Bun.password.verify(pin, hash)) return true;
    throw new FeiliaoError("pin_wrong", { tries_left: await store.verifications.miss(verification.code_of) });
  }

  /** Against SMS pumping: a block of numbers whose codes nobody enters gets no more for a while. */
  async #checkConversion(number_block: string, now: number): Promise<void> {
    const since = now - CONVERSION_WINDOW_MS;
    const { sent, entered } = await this.#parts.store.verifications.conversion(number_block, since);
    if (sent >= CONVERSION_SAMPLE_MIN && entered / sent < CONVERSION_MIN) throw limited(CONVERSION_WINDOW_MS);
  }

  #answer(verification_id: VerificationId, device: { account_id: AccountId; device_id: DeviceId }) {
    return { ...device, token: deviceToken(this.#parts.secret, verification_id, device.device_id) };
  }
}

function limited(wait_ms: number): FeiliaoError {
  return new FeiliaoError("rate_limited", { retry_after_s: toSeconds(wait_ms) });
}

function toSeconds(duration_ms: number): number {
  return Math.ceil(duration_ms / 1_000);
}
