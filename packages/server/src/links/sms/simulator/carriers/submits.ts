import type { SubmitOutcome } from "@feiliao/sms";
import type { Clock } from "../../../../platform/clock.ts";
import type { Random } from "../../../../platform/random.ts";
import { HANDSET_NUMBER } from "../handset.ts";
import { faultOf } from "../magic-numbers.ts";
import type { SimulatorStore } from "../store/simulator-store.ts";
import type { AccountName } from "./account.ts";
import { CARRIER_IDS, type CarrierId } from "./carrier.ts";
import { type Fate, fateOf } from "./fate.ts";
import type { PartBody, PartPlace } from "./part-body.ts";
import { PerSecond } from "./per-second.ts";

/** A part of an SMS that is handed to a carrier. */
export interface Submission extends PartPlace {
  carrier: CarrierId;
  account: AccountName;
  /** What answers and reports shall call it; null: the carrier thinks of something. */
  message_id: string | null;
  /** The digits it comes from: an access number, and maybe more. */
  sender: string;
  /** E.164 of the handset. */
  number: string;
  body: PartBody;
  /** Whether its end shall be reported. */
  report: boolean;
  /** How long the carrier tries; null: as it usually does. */
  valid_ms: number | null;
}

interface Parts {
  store: SimulatorStore;
  clock: Clock;
  random: Random;
  /** Parts that are on their way or wait for something; further ones are refused as throttled. */
  in_transit_max: number;
  /** A part was accepted. */
  onAccepted: () => void;
}

const VALID_MS = 24 * 3_600_000;

/** Where the carriers are asked to send something. */
export class Submits {
  readonly #parts: Parts;
  readonly #rates: Record<CarrierId, PerSecond>;
  #ids = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#rates = Object.fromEntries(CARRIER_IDS.map((id) => [id, new PerSecond()])) as Record<
      CarrierId,
      PerSecond
    >;
  }

  /** Decides at once, and resolves when the carrier answers; `unknown`: it never does. */
  async submit(submission: Submission): Promise<SubmitOutcome> {
    const { store, clock } = this.#parts;
    if (!HANDSET_NUMBER.test(submission.number)) return refused("number_unknown");
    const settings = store.carriers.settings(submission.carrier);
    if (settings.down) return refused("closed");
    const fate = this.#decide(submission, settings);
    const outcome = fate.refusal ? refused(fate.refusal) : this.#accept(submission, settings.price_fen, fate);
    if (fate.answer_after_ms === null) return { outcome: "unknown" };
    if (fate.answer_after_ms > 0)
      await new Promise<void>((resolve) => clock.setTimeout(resolve, fate.answer_after_ms!));
    return outcome;
  }

  #decide({ carrier, number }: Submission, settings: Parameters<typeof fateOf>[0]["settings"]): Fate {
    const { store, clock, in_transit_max } = this.#parts;
    const in_time = this.#rates[carrier].takes(clock.now(), settings.throttle_per_s);
    return fateOf({
      ...{ carrier, number, settings },
      handset: store.handsets.settings(number),
      magic: faultOf(number),
      too_many: !in_time || store.parts.underWay() >= in_transit_max,
      chance: (percent) => percent > 0 && this.#chance(percent),
    });
  }

  #accept(submission: Submission, fen: number, fate: Fate): SubmitOutcome {
    const { store, clock, onAccepted } = this.#parts;
    const now = clock.now();
    const message_id = submission.message_id ?? `${now}-${++this.#ids}`;
    const { report, valid_ms, ...part } = submission;
    store.transaction(() =>
      store.parts.open({
        ...{ ...part, message_id, fen, submitted_at: now },
        expires_at: now + (valid_ms ?? VALID_MS),
        copies: fate.copies,
        reports: report ? fate.reports : 0,
        report_after_ms: fate.report_after_ms,
        ...(fate.copies > 0
          ? { phase: "travelling", due_at: now + fate.arrives_after_ms }
          : { phase: "ended", due_at: null }),
      }),
    );
    onAccepted();
    return { outcome: "accepted", message_id };
  }

  #chance(percent: number): boolean {
    const [high, low] = this.#parts.random.bytes(2) as unknown as [number, number];
    return (high * 256 + low) / 65_536 < percent / 100;
  }
}

function refused(refusal: Extract<SubmitOutcome, { outcome: "refused" }>["refusal"]): SubmitOutcome {
  return { outcome: "refused", refusal, code: `simulator:${refusal}` };
}
