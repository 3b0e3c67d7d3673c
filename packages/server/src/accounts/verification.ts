import { timingSafeEqual } from "node:crypto";
import type { AccountId, HandlerInput, Output, VerificationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../platform/clock.ts";
import { newId, type Random } from "../platform/random.ts";
import type { Secret } from "../platform/secret.ts";
import type { Store } from "../store/store.ts";
import type { Verification as StoredVerification } from "../store/verification-store.ts";
import type { CodeDefences } from "./codes/code-defences.ts";
import type { CodeTally } from "./codes/code-tally.ts";
import { newDevice } from "./new-device.ts";
import { numberBlock, parseNumber } from "./number.ts";
import { limited, takeBudgets, toSeconds } from "./take-budgets.ts";
import {
  CODE_LIFETIME_MS,
  CODE_TRIES,
  IDLE_ACCOUNT_MS,
  ipBlock,
  RESEND_AFTER_MS,
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
  defences: CodeDefences;
  tally: CodeTally;
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
    const { store, clock, random, can_send, defences, tally } = this.#parts;
    if (!can_send) throw new FeiliaoError("sms_refused", {}, "no carrier is configured on this server");
    const number = parseNumber(input.number);
    defences.requireServed(number);

    const now = clock.now();
    const wait_ms = (await store.verifications.nextSendingAt(number.e164, now)) - now;
    if (wait_ms > 0) throw this.#tooSoon(wait_ms); // before the budgets: what is not sent costs nothing
    await defences.admit({
      number,
      ip,
      installation_id: input.installation_id ?? null,
      proof_of_work: input.proof_of_work ?? null,
    });
    const verification_id = newId<VerificationId>("verification", random);
    const started = await store.verifications.start({
      verification_id,
      number: number.e164,
      number_block: numberBlock(number.e164),
      network: ip && ipBlock(ip),
      locale: input.locale ?? (number.country === "CN" ? "zh-CN" : "en"),
      now,
      lifetime_ms: CODE_LIFETIME_MS,
      tries: CODE_TRIES,
      resend_after_ms: RESEND_AFTER_MS,
    });
    if (started.outcome === "too_soon") throw this.#tooSoon(started.retry_after_ms);
    tally.add("sent");
    return {
      verification_id,
      retry_after_s: toSeconds(started.retry_after_ms),
      number: number.e164,
      carrier: number.carrier,
    };
  }

  async check(
    input: HandlerInput<"verification/check">,
    ip: string | null,
  ): Promise<Output<"verification/check">> {
    const now = this.#parts.clock.now();
    const { verification, found: proven_pin_hash } = await this.enter(input, (entered, tries_left) =>
      this.#mayAccount(entered, input, tries_left, now),
    );
    return this.#signIn(verification, input, ip, proven_pin_hash, now);
  }

  /**
   * The right code was entered, by the first caller who did. `further` is what else is asked of the number's owner
   * before the code counts as used; its answer is `found`.
   *
   * @throws {FeiliaoError} code_wrong, code_expired, or what `further` throws
   */
  async enter<T>(
    input: { verification_id: VerificationId; code: string },
    further: (verification: StoredVerification, tries_left: number) => Promise<T>,
  ): Promise<{ verification: StoredVerification; found: T }> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    const verification = await store.verifications.byId(input.verification_id, now);
    if (!verification) throw new FeiliaoError("code_expired");
    // The try is taken before anything is compared, so that guesses sent at once cannot share one.
    const attempt = await store.verifications.attempt(verification.code_of);
    if (!attempt) throw new FeiliaoError("code_expired", { tries_left: 0 });
    await takeBudgets(store.limits, [tryBudget(verification.number)], now);
    if (!this.#isCode(verification, input.code)) throw new FeiliaoError("code_wrong", attempt);
    const found = await further(verification, attempt.tries_left);
    await store.verifications.refund(verification.code_of);
    if (!(await store.verifications.claim(verification, now))) throw new FeiliaoError("code_expired");
    this.#parts.tally.enter();
    return { verification, found };
  }

  /** The six digits that belong to a verification: derived, so that they are stored nowhere. */
  codeOf(verification_id: VerificationId): string {
    const number = this.#parts.secret.derive("code", verification_id).readBigUInt64BE() % 1_000_000n;
    return number.toString().padStart(6, "0");
  }

  #isCode({ code_of }: StoredVerification, code: string): boolean {
    return timingSafeEqual(Buffer.from(this.codeOf(code_of)), Buffer.from(code));
  }

  /**
   * The account's PIN hash once its PIN was given; null when there is none, or it is no longer asked for. What is
   * only missing, and not wrong, costs no try.
   */
  async #mayAccount(
    { number, code_of }: StoredVerification,
    { pin, restore }: Pick<HandlerInput<"verification/check">, "pin" | "restore">,
    tries_left: number,
    now: number,
  ): Promise<string | null> {
    const { accounts, verifications } = this.#parts.store;
    const { pin_hash, idle, erase_at } = await accounts.numberState(number, IDLE_ACCOUNT_MS, now);
    const asked = pin_hash !== null && !(idle && pin === undefined);
    if (asked && pin === undefined) {
      await verifications.refund(code_of);
      throw new FeiliaoError("pin_required");
    }
    if (asked && !(await Bun.password.verify(pin!, pin_hash))) {
      throw new FeiliaoError("pin_wrong", { tries_left });
    }
    if (erase_at !== null && !restore && !idle) {
      await verifications.refund(code_of);
      throw new FeiliaoError("restore_required", { erase_at });
    }
    return asked ? pin_hash : null;
  }

  /** Device and token follow from the verification, so repeating this gives the same answer. */
  async #signIn(
    { verification_id, number }: StoredVerification,
    { device_name, platform, restore }: HandlerInput<"verification/check">,
    ip: string | null,
    proven_pin_hash: string | null,
    now: number,
  ): Promise<Output<"verification/check">> {
    const { store, secret, random, bus } = this.#parts;
    const request = { source: verification_id, device_name, platform, restore, ip, now };
    const { device, token } = newDevice(secret, request);
    const { identity, revoked } = await store.accounts.signIn({
      ...device,
      number,
      new_account_id: newId<AccountId>("account", random),
      idle_ms_max: IDLE_ACCOUNT_MS,
      proven_pin_hash,
    });
    for (const former of revoked) bus.publish({ kind: "device_revoked", ...former });
    return { ...identity, token };
  }

  #tooSoon(wait_ms: number): FeiliaoError {
    this.#parts.tally.add("too_soon");
    return limited(wait_ms);
  }
}
