import { timingSafeEqual } from "node:crypto";
import type { AccountId, DeviceId, HandlerInput, Output, VerificationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../platform/clock.ts";
import { newId, type Random } from "../platform/random.ts";
import type { Secret } from "../platform/secret.ts";
import type { Store } from "../store/store.ts";
import type { Verification as StoredVerification } from "../store/verification-store.ts";
import { canReceiveCode, numberBlock, parseNumber } from "./number.ts";
import { deviceOf, deviceToken, tokenHash } from "./tokens.ts";
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
  bus: Bus;
  secret: Secret;
  clock: Clock;
  random: Random;
  /** Whether there is a carrier that codes can be sent by. */
  can_send: boolean;
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
    const { store, clock, random, sms_day_max, countries, can_send } = this.#parts;
    if (!can_send) throw new FeiliaoError("sms_refused", {}, "no carrier is configured on this server");
    const number = parseNumber(input.number);
    const allowed = countries.length === 0 || countries.some((code) => number.e164.startsWith(`+${code}`));
    if (!allowed || !canReceiveCode(number)) throw new FeiliaoError("number_unsupported");

    const now = clock.now();
    const number_block = numberBlock(number.e164);
    const wait_ms = (await store.verifications.nextSendingAt(number.e164, now)) - now;
    if (wait_ms > 0) throw limited(wait_ms); // before the budgets: what is not sent costs nothing
    await this.#checkConversion(number_block, now);
    const budgets = sendingBudgets({
      number: number.e164,
      number_block,
      ip,
      installation_id: input.installation_id ?? null,
      sms_day_max,
    });
    await this.#take(budgets, now);
    const verification_id = newId<VerificationId>("verification", random);
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
    const { store, clock } = this.#parts;
    const now = clock.now();
    const verification = await store.verifications.byId(input.verification_id, now);
    if (!verification) throw new FeiliaoError("code_expired");
    // The try is taken before anything is compared, so that guesses sent at once cannot share one.
    const attempt = await store.verifications.attempt(verification.code_of);
    if (!attempt) throw new FeiliaoError("code_expired", { tries_left: 0 });
    await this.#take([tryBudget(verification.number)], now);
    if (!this.#isCode(verification, input.code)) throw new FeiliaoError("code_wrong", attempt);
    const proven_pin_hash = await this.#checkPin(verification, input.pin, attempt.tries_left, now);
    await store.verifications.refund(verification.code_of);
    if (!(await store.verifications.claim(verification, now))) throw new FeiliaoError("code_expired");
    return this.#signIn(verification, input.device_name, proven_pin_hash, now);
  }

  /** The six digits that belong to a verification: derived, so that they are stored nowhere. */
  codeOf(verification_id: VerificationId): string {
    const number = this.#parts.secret.derive("code", verification_id).readBigUInt64BE() % 1_000_000n;
    return number.toString().padStart(6, "0");
  }

  #isCode({ code_of }: StoredVerification, code: string): boolean {
    return timingSafeEqual(Buffer.from(this.codeOf(code_of)), Buffer.from(code));
  }

  /** The account's PIN hash once its PIN was given; null when there is none, or it is no longer asked for. */
  async #checkPin(
    { number, code_of }: StoredVerification,
    pin: string | undefined,
    tries_left: number,
    now: number,
  ): Promise<string | null> {
    const { accounts, verifications } = this.#parts.store;
    const { hash, idle } = await accounts.pinState(number, IDLE_ACCOUNT_MS, now);
    if (hash === null || (idle && pin === undefined)) return null;
    if (pin === undefined) {
      await verifications.refund(code_of);
      throw new FeiliaoError("pin_required");
    }
    if (await Bun.password.verify(pin, hash)) return hash;
    throw new FeiliaoError("pin_wrong", { tries_left });
  }

  /** Device and token follow from the verification, so repeating this gives the same answer. */
  async #signIn(
    { verification_id, number }: StoredVerification,
    device_name: string,
    proven_pin_hash: string | null,
    now: number,
  ): Promise<Output<"verification/check">> {
    const { store, secret, random, bus } = this.#parts;
    const device_id: DeviceId = deviceOf(secret, verification_id);
    const token = deviceToken(secret, verification_id, device_id);
    const { identity, revoked } = await store.accounts.signIn({
      number,
      new_account_id: newId<AccountId>("account", random),
      device_id,
      device_name,
      token_hash: tokenHash(token),
      now,
      idle_ms_max: IDLE_ACCOUNT_MS,
      proven_pin_hash,
    });
    for (const former of revoked) bus.publish({ kind: "device_revoked", ...former });
    return { ...identity, token };
  }

  /** Against SMS pumping: a block of numbers whose codes nobody enters gets no more for a while. */
  async #checkConversion(number_block: string, now: number): Promise<void> {
    const since = now - CONVERSION_WINDOW_MS;
    const { sent, entered } = await this.#parts.store.verifications.conversion(number_block, since);
    if (sent >= CONVERSION_SAMPLE_MIN && entered / sent < CONVERSION_MIN) throw limited(CONVERSION_WINDOW_MS);
  }

  async #take(budgets: Parameters<Store["limits"]["take"]>[0], now: number): Promise<void> {
    const { wait_ms } = await this.#parts.store.limits.take(budgets, now);
    if (wait_ms > 0) throw limited(wait_ms);
  }
}

function limited(wait_ms: number): FeiliaoError {
  return new FeiliaoError("rate_limited", { retry_after_s: toSeconds(wait_ms) });
}

function toSeconds(duration_ms: number): number {
  return Math.ceil(duration_ms / 1_000);
}
