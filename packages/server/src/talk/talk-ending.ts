import type { AccountId, DeviceId, TalkEndContent, TalkId, TalkOutcome } from "@feiliao/protocol";
import { PACKET_MS } from "@feiliao/protocol/voice-frame";
import type { Blobs } from "../blobs/blobs.ts";
import type { Bus, SocketId } from "../bus/bus.ts";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import type { Clock } from "../platform/clock.ts";
import type { Appended, AppendIntent } from "../store/conversation-store.ts";
import type { Store } from "../store/store.ts";
import type { StoredTalk } from "../store/talk-store.ts";

export interface EndTalk {
  talk_id: TalkId;
  account_id: AccountId;
  device_id: DeviceId;
  waveform: string;
  origin: SocketId | null;
  sms?: AppendIntent["sms"];
}

interface Parts {
  store: Pick<Store, "talks">;
  log: ConversationLog;
  blobs: Blobs;
  bus: Bus;
  clock: Clock;
}

/**
 * Appends how a talk ended and seals its packets (D12: the blob first). Whether it may end so is decided in the
 * append's transaction: of two endings that race, one is refused with `talk_ended`.
 */
export class TalkEnding {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async append(
    talk: StoredTalk,
    outcome: TalkOutcome,
    { origin, waveform, sms, ...by }: EndTalk,
  ): Promise<Appended> {
    const { log, bus, clock } = this.#parts;
    const { talk_id, conversation_id, seq: target } = talk;
    const packets = outcome === "cancelled" ? 0 : talk.next_packet;
    const blob_id = await this.#seal(talk, packets);
    const content: TalkEndContent = {
      type: "talk_end",
      target,
      talk_id,
      outcome,
      packets,
      duration_ms: packets * PACKET_MS,
      waveform,
    };
    const intent = {
      conversation_id,
      account_id: by.account_id,
      device_id: by.device_id,
      // With control characters, which no client's key may contain: nobody can take it beforehand.
      client_id: [talk_id, outcome, packets].join("\n"),
      content,
      talk: { end: talk_id, blob_id },
      ...(sms && { sms }),
      now: clock.now(),
    };
    const appended = await log.append(intent, origin);
    bus.publish({ kind: "talk_ended", conversation_id, talk_id, packets });
    return appended;
  }

  async #seal(talk: StoredTalk, packets: number) {
    if (packets === 0 || talk.state === "complete") return null;
    return this.#parts.blobs.put(await this.#parts.store.talks.packets(talk.talk_id, 0));
  }
}
