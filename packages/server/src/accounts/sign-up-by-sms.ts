import { timingSafeEqual } from "node:crypto";
import type { HandlerInput, Output, VerificationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { IncomingSms } from "../links/sms/sms-link.ts";
import type { Clock } from "../platform/clock.ts";
import { newId, type Random } from "../platform/random.ts";
import { sha256 } from "../platform/secret.ts";
import type { Store } from "../store/store.ts";
import type { CodeDefences } from "./codes/code-defences.ts";
import { LongPolls } from "./long-polls.ts";
import { parseNumber } from "./number.ts";
import { takeBudgets } from "./take-budgets.ts";
import type { Verification } from "./verification.ts";
import { CODE_LIFETIME_MS, CODE_TRIES, expectingBudgets } from "./verification-limits.ts";

interface Parts {
  store: Pick<Store, "expectedSms" | "limits">;
  verification: Pick<Verification, "codeOf">;
  defences: Pick<CodeDefences, "requireServed">;
  /** The number that handsets of this number write to; null when no carrier hands over what they write. */
  ownNumberFor(e164: string): string | null;
  clock: Clock;
  random: Random;
}

const SECRET_BYTES = 32;
/** Callers that wait at one node. */
const WAITERS_MAX = 10_000;
/** Of the numbers in an SMS so many are looked up. */
const CANDIDATES_MAX = 3;
const SIX_DIGITS = /(?<!\d)\d{6}(?!\d)/g;

/** Says what the digits are for, so that nobody sends them for somebody else. */
const TEXTS = {
  "zh-CN": (digits: string) => `登录飞聊 ${digits}`,
  en: (digits: string) => `Sign in to Feiliao ${digits}`,
} as const;

/** Proof of a number by an SMS from it: the carrier vouches for who sent it, and it costs the operator nothing. */
export class SignUpBySms {
  readonly #parts: Parts;
  readonly #polls: LongPolls;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#polls = new LongPolls(parts.clock, WAITERS_MAX);
  }

  /** Whoever waits is answered now. */
  close(): void {
    this.#polls.close();
  }

  async start(
    input: HandlerInput<"verification/expect">,
    ip: string | null,
  ): Promise<Output<"verification/expect">> {
    const { store, defences, ownNumberFor, clock, random } = this.#parts;
    const parsed = parseNumber(input.number);
    defences.requireServed(parsed);
    const { e164: number, carrier, country } = parsed;
    const send_to = ownNumberFor(number);
    if (send_to === null) throw new FeiliaoError("sms_refused", {}, "no carrier hands over SMS from there");
    const now = clock.now();
    await takeBudgets(store.limits, expectingBudgets(number, ip, input.installation_id ?? null), now);
    const verification_id = newId<VerificationId>("verification", random);
    const secret = Buffer.from(random.bytes(SECRET_BYTES)).toString("base64url");
    const digits = sixDigits(random);
    const expires_at = now + CODE_LIFETIME_MS;
    const expected = { verification_id, number, digits, secret_hash: sha256(secret), expires_at };
    await store.expectedSms.expect(expected, now);
    const locale = input.locale ?? (country === "CN" ? "zh-CN" : "en");
    return {
      ...{ verification_id, secret, number, carrier, send_to },
      text: TEXTS[locale](digits),
      expires_in_s: CODE_LIFETIME_MS / 1_000,
    };
  }

  /** @throws {FeiliaoError} code_expired also for who does not have the secret; overloaded */
  wait(input: HandlerInput<"verification/wait">): Promise<Output<"verification/wait">> {
    return this.#polls.until(
      () => this.#stateFor(input),
      ({ state }) => state === "received",
    );
  }

  /** True: the SMS proved a number, and is nothing that was said to anybody. Resolves after the commit. */
  async consider({ from, text }: Pick<IncomingSms, "from" | "text">): Promise<boolean> {
    const { store, clock } = this.#parts;
    const found = text.normalize("NFKC").match(SIX_DIGITS) ?? []; // full-width digits, too
    for (const digits of found.slice(0, CANDIDATES_MAX)) {
      const terms = { now: clock.now(), lifetime_ms: CODE_LIFETIME_MS, tries: CODE_TRIES };
      if (await store.expectedSms.arrive({ number: from, digits, ...terms })) return true;
    }
    return false;
  }

  async #stateFor({
    verification_id,
    secret,
  }: HandlerInput<"verification/wait">): Promise<Output<"verification/wait">> {
    const { store, verification, clock } = this.#parts;
    const expected = await store.expectedSms.byId(verification_id, clock.now());
    if (!expected || !timingSafeEqual(expected.secret_hash, sha256(secret))) {
      throw new FeiliaoError("code_expired");
    }
    if (expected.arrived_at === null) return { state: "waiting" };
    return { state: "received", code: verification.codeOf(verification_id) };
  }
}

function sixDigits(random: Random): string {
  const [word] = new Uint32Array(random.bytes(4).slice().buffer);
  return String(word! % 1_000_000).padStart(6, "0");
}
