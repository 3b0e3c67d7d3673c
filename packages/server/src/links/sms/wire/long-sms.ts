import type { IncomingPart } from "@feiliao/sms";
import {
  collect,
  expire,
  type JoinedMessage,
  type PartialMessage,
  partialKey,
  WAIT_MS,
} from "@feiliao/sms/text";
import type { Clock } from "../../../platform/clock.ts";
import type { Random } from "../../../platform/random.ts";
import type { PartialSms, PartialSmsStore } from "../../../store/partial-sms-store.ts";
import { toE164 } from "../e164.ts";
import type { IncomingListener } from "../sms-link.ts";

interface Parts {
  /** Whether numbers without a country are of mainland China. */
  mainland: boolean;
  partialSms: PartialSmsStore;
  clock: Clock;
  random: Random;
  incoming: IncomingListener;
}

const SWEEP_INTERVAL_MS = 60_000;
const OVERDUE_MAX = 100;
const ID_BYTES = 16;

/**
 * Puts long SMS together. A part is taken (its carrier may forget it) when it is kept in the store, the last one when the
 * listener has taken the whole: a failure before that makes the carrier say it again. Nodes that get parts of one SMS find
 * each other's in the store.
 */
export class LongSms {
  readonly #parts: Parts;
  #timer: unknown;
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#sweepLater();
  }

  /** Resolves when the carrier may be told that the part was taken. */
  async take(incoming: IncomingPart): Promise<void> {
    const { partialSms, clock } = this.#parts;
    const key = partialKey(incoming);
    if (key === null) return this.#handOn(collect(null, incoming, clock.now()).messages);
    for (;;) {
      const kept = await partialSms.get(key);
      const before = kept === null ? null : (JSON.parse(kept) as PartialMessage);
      const { partial, messages } = collect(before, incoming, clock.now());
      await this.#handOn(messages);
      if (partial === before) return;
      if (await partialSms.replace(key, kept, partial && row(partial))) return;
    }
  }

  close(): void {
    this.#closed = true;
    this.#parts.clock.clearTimeout(this.#timer);
  }

  #sweepLater(): void {
    this.#timer = this.#parts.clock.setTimeout(async () => {
      await this.#sweep().catch(() => {}); // the store is out of reach: the next sweep finds the same
      if (!this.#closed) this.#sweepLater();
    }, SWEEP_INTERVAL_MS);
  }

  /** What was not whole in time is handed on with what came of it; what is not taken, again at the next sweep. */
  async #sweep(): Promise<void> {
    const { partialSms, clock } = this.#parts;
    const overdue = await partialSms.overdue(clock.now() - WAIT_MS, OVERDUE_MAX);
    await Promise.allSettled(
      overdue.map(async ({ key, partial }) => {
        const message = expire(JSON.parse(partial) as PartialMessage);
        if (message) await this.#handOn([message]);
        await partialSms.replace(key, partial, null);
      }),
    );
  }

  async #handOn(messages: readonly JoinedMessage[]): Promise<void> {
    const { mainland, clock, random, incoming } = this.#parts;
    for (const { from, to, body, missing, message_ids, at_ms } of messages) {
      const number = toE164(from, { mainland });
      if (!number || body.kind === "binary") continue; // from a name, or no words: nothing that could be answered
      await incoming({
        // A carrier that names no ids cannot say that it repeats one: each is one of its own.
        carrier_message_id: message_ids.find((id) => id !== "") ?? unnamed(random),
        ...{ from: number, to: to.replace(/\D/g, ""), text: body.text, incomplete: missing.length > 0 },
        at: at_ms ?? clock.now(),
      });
    }
  }
}

function row(partial: PartialMessage): Omit<PartialSms, "key"> {
  return { partial: JSON.stringify(partial), first_at: partial.first_at_ms };
}

function unnamed(random: Random): string {
  return `unnamed-${Buffer.from(random.bytes(ID_BYTES)).toString("base64url")}`;
}
