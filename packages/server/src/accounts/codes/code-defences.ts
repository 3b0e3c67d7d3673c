import { FeiliaoError } from "@feiliao/protocol/errors";
import { isVirtualOperator } from "@feiliao/protocol/numbers";
import { BoundedMap } from "../../platform/bounded-map.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import type { Budget } from "../../store/limit-store.ts";
import type { Store } from "../../store/store.ts";
import type { Conversion, ConversionScope } from "../../store/verification-store.ts";
import { canReceiveCode, numberBlock, type PhoneNumber } from "../number.ts";
import { limited, takeBudgets } from "../take-budgets.ts";
import { type CodeLimits, ipBlock, sendingBudgets, underAttackBudget } from "../verification-limits.ts";
import type { CodeTally } from "./code-tally.ts";
import {
  CHALLENGE_BITS_MAX,
  CODE_SETTLED_MS,
  CONVERSION_SAMPLE_MAX,
  CONVERSION_WINDOW_MS,
  type ConversionStep,
  conversionStep,
} from "./conversion.ts";
import type { ProofOfWork, SolvedChallenge } from "./proof-of-work.ts";

const HOUR_MS = 3_600_000;
/** Where an attack was told of lately, so that one attack is one alarm and not ten thousand. */
const ALARMS_REMEMBERED_MAX = 1_000;

interface Parts {
  store: Pick<Store, "limits" | "verifications">;
  proofOfWork: ProofOfWork;
  limits: CodeLimits;
  /** Country calling codes that may be sent to; empty: all. */
  countries: readonly string[];
  /** Whether numbers of virtual operators, which are rented most easily, get codes. */
  virtual_operators: boolean;
  /** What an SMS to the number costs, in 0.01 CNY; null when no carrier reaches it. */
  priceOf(e164: string): number | null;
  tally: CodeTally;
  clock: Clock;
  logger: Logger;
}

export interface CodeRequest {
  number: PhoneNumber;
  /** Address of the caller; null: no budget per address, since nothing is paid for. */
  ip: string | null;
  installation_id: string | null;
  proof_of_work: SolvedChallenge | null;
}

/**
 * What stands between a stranger and an SMS that the operator pays for. Nothing here looks at whether the number has an
 * account, so that the answers cannot tell.
 */
export class CodeDefences {
  readonly #parts: Parts;
  readonly #alarmed = new BoundedMap<string, number>(ALARMS_REMEMBERED_MAX);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** @throws {FeiliaoError} number_unsupported */
  requireServed(number: PhoneNumber): void {
    const { countries, virtual_operators, tally } = this.#parts;
    const allowed = countries.length === 0 || countries.some((code) => number.e164.startsWith(`+${code}`));
    const refused = !virtual_operators && isVirtualOperator(number.e164);
    if (allowed && !refused && canReceiveCode(number)) return;
    tally.add("unsupported");
    throw new FeiliaoError("number_unsupported");
  }

  /**
   * Takes what sending a code costs of every budget, or of none.
   *
   * @throws {FeiliaoError} rate_limited, challenge_required, or sms_refused when no carrier reaches the number
   */
  async admit({ number, ip, installation_id, proof_of_work }: CodeRequest): Promise<void> {
    const { store, limits, priceOf, tally, clock } = this.#parts;
    const now = clock.now();
    const { e164 } = number;
    const number_block = numberBlock(e164);
    const fen = priceOf(e164);
    if (fen === null) throw new FeiliaoError("sms_refused");
    const further = await this.#furtherBudgets({ e164, number_block, ip, fen, proof_of_work }, now);
    const budgets = sendingBudgets({ number: e164, number_block, ip, installation_id, fen }, limits);
    try {
      await takeBudgets(store.limits, [...budgets, ...further], now);
    } catch (failure) {
      tally.add("budget");
      throw failure;
    }
  }

  /** What else is asked for, and taken, while too few codes are entered. */
  async #furtherBudgets(
    asked: Pick<CodeRequest, "ip" | "proof_of_work"> & { e164: string; number_block: string; fen: number },
    now: number,
  ): Promise<Budget[]> {
    const { e164, number_block, ip, fen, proof_of_work } = asked;
    const narrow: ConversionScope[] = [
      { kind: "block", key: number_block },
      ...(ip ? [{ kind: "network", key: ipBlock(ip) } as const] : []),
    ];
    const [all, ...steps] = await Promise.all(
      [{ kind: "all" } as const, ...narrow].map((scope) => this.#stepOf(scope, now)),
    );
    if (steps.some(({ step }) => step === "stop")) {
      this.#parts.tally.add("stopped");
      throw limited(HOUR_MS);
    }
    const bits = Math.max(...[all!, ...steps].map(bitsOf));
    if (bits > 0) await this.#requireWork(e164, bits, proof_of_work, now);
    return all!.step === "stop" ? [underAttackBudget(fen, this.#parts.limits)] : [];
  }

  /** A solution is used up by asking, whatever comes of it. @throws {FeiliaoError} challenge_required */
  async #requireWork(e164: string, bits: number, solved: SolvedChallenge | null, now: number): Promise<void> {
    const { store, proofOfWork, tally } = this.#parts;
    const use = solved && proofOfWork.useOf(e164, solved, now);
    if (use && (await store.limits.take([use], now)).wait_ms === 0) return;
    tally.add("challenged");
    throw new FeiliaoError("challenge_required", { challenge: proofOfWork.issue(e164, bits, now) });
  }

  async #stepOf(scope: ConversionScope, now: number): Promise<ConversionStep> {
    const conversion = await this.#parts.store.verifications.conversion(scope, {
      since: now - CONVERSION_WINDOW_MS,
      settled_before: now - CODE_SETTLED_MS,
      sample_max: CONVERSION_SAMPLE_MAX,
    });
    const step = conversionStep(scope.kind, conversion);
    if (step.step === "stop") this.#alarm(scope, conversion, now);
    return step;
  }

  #alarm(scope: ConversionScope, { sent }: Conversion, now: number): void {
    const where = scope.kind === "all" ? "all" : `${scope.kind} ${scope.key}`;
    if (now - (this.#alarmed.get(where) ?? 0) < HOUR_MS) return;
    this.#alarmed.set(where, now);
    const { logger } = this.#parts;
    logger.error("an attack: hardly any sign-up codes are entered", { kind: scope.kind, count: sent });
  }
}

/** Nobody is stopped for what all do together, so there stopping is the hardest work. */
function bitsOf(step: ConversionStep): number {
  switch (step.step) {
    case "open":
      return 0;
    case "challenge":
      return step.bits;
    case "stop":
      return CHALLENGE_BITS_MAX;
  }
}
