import type { ConversationId, TalkId, TalkOutcome } from "@feiliao/protocol";
import type { Changes } from "../changes.ts";
import type { Media } from "../media.ts";
import type { Clock } from "../types.ts";

/** A hole that could not be filled is left alone for this long: packets come fifty times a second. */
const FILL_AGAIN_MS = 1_000;

/**
 * Somebody's talk as it is heard here: packets come out in order and without gaps, each once. A hole, from a
 * broken socket or a slow one, is filled from what the server has stored.
 */
export class HeardTalk {
  readonly conversation_id: ConversationId;
  readonly talk_id: TalkId;
  readonly #changes: Changes;
  readonly #clock: Clock;
  readonly #media: Media;
  #next: number;
  #mayFill = true;
  /** What came while a hole is being filled. */
  #held: (() => Promise<void>)[] | null = null;

  constructor(
    talk: { conversation_id: ConversationId; talk_id: TalkId; from_packet: number },
    parts: { changes: Changes; clock: Clock; media: Media },
  ) {
    this.conversation_id = talk.conversation_id;
    this.talk_id = talk.talk_id;
    this.#next = talk.from_packet;
    this.#changes = parts.changes;
    this.#clock = parts.clock;
    this.#media = parts.media;
  }

  /** The packet that is due. */
  get next(): number {
    return this.#next;
  }

  receive(first: number, packets: readonly Uint8Array[]): void {
    this.#inOrder(async () => {
      if (first > this.#next && this.#mayFill) await this.#fill();
      if (first <= this.#next) this.#hear(packets.slice(this.#next - first));
    });
  }

  /** It has ended with so many packets. */
  end(outcome: TalkOutcome, packets: number): void {
    this.#inOrder(async () => {
      if (outcome !== "cancelled" && this.#next < packets) await this.#fill();
      const { conversation_id, talk_id } = this;
      this.#changes.emit({ type: "talk_end", conversation_id, talk_id, outcome });
    });
  }

  /** Runs at once, unless a hole is being filled. */
  #inOrder(step: () => Promise<void>): void {
    if (this.#held) {
      this.#held.push(step);
      return;
    }
    this.#held = [];
    void this.#run(step);
  }

  async #run(step: () => Promise<void>): Promise<void> {
    for (let next: typeof step | undefined = step; next; next = this.#held?.shift()) await next();
    this.#held = null;
  }

  async #fill(): Promise<void> {
    try {
      const packets = await this.#media.packetsSoFar(this.talk_id);
      this.#hear(packets.slice(this.#next));
    } catch {
      this.#mayFill = false; // the next filling brings what is passed over as well
      this.#clock.setTimeout(() => {
        this.#mayFill = true;
      }, FILL_AGAIN_MS);
    }
  }

  #hear(packets: Uint8Array[]): void {
    if (packets.length === 0) return;
    const { conversation_id, talk_id } = this;
    const first = this.#next;
    this.#next += packets.length;
    this.#changes.emit({ type: "talk_packets", conversation_id, talk_id, first, packets });
  }
}
