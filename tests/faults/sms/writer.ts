import type { ConversationId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Device } from "@feiliao/testkit";
import type { Seeded } from "../harness/seeded.ts";
import type { Written } from "./audit/evidence.ts";
import { longText, markOf } from "./mark.ts";

/** Somebody's conversation with a handset. */
export interface Thread {
  number: string;
  conversation_id: ConversationId;
}

/** More than any of the messages costs. */
const FEN_MAX = 1_000;
const LONG_SHARE = 0.15;
const AGAIN_AFTER_MS = 50;
/** Answers after which the same message may be taken later. */
const PASSING: ReadonlySet<string> = new Set(["overloaded", "internal", "storage_failed", "rate_limited"]);

/** Somebody in the app who writes to handsets, and repeats what was not acknowledged. */
export class Writer {
  readonly written: Written[] = [];
  /** Messages that the server would not take. */
  refused = 0;
  readonly #device: Device;
  readonly #threads: readonly Thread[];
  readonly #random: Seeded;

  constructor(device: Device, threads: readonly Thread[], random: Seeded) {
    this.#device = device;
    this.#threads = threads;
    this.#random = random;
  }

  async write(marks: readonly number[], pause_ms_max: number): Promise<void> {
    for (const mark of marks) {
      await Bun.sleep(this.#random.between(0, pause_ms_max));
      const { number, conversation_id } = this.#random.pick(this.#threads);
      const text = this.#random.chance(LONG_SHARE) ? longText(mark) : `${markOf(mark)} 在吗？`;
      const seq = await this.#send(conversation_id, mark, text);
      if (seq === null) this.refused++;
      else this.written.push({ mark, conversation_id, seq, sender: this.#device.account_id, number });
    }
  }

  /** Null when it is refused for good. */
  async #send(conversation_id: ConversationId, mark: number, text: string): Promise<number | null> {
    const content = { type: "text", text } as const;
    const sms = { fen_max: FEN_MAX, at_night: "now" } as const;
    for (;;) {
      try {
        const input = { conversation_id, client_id: `mark ${mark}`, content, sms };
        return (await this.#device.post("message/send", input)).seq;
      } catch (failure) {
        if (failure instanceof FeiliaoError && !PASSING.has(failure.code)) return null;
        await Bun.sleep(AGAIN_AFTER_MS);
      }
    }
  }
}
