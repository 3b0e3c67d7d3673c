import type { ConversationId, Entry, TalkEvent, TalkId } from "@feiliao/protocol";
import type { VoiceFrame } from "@feiliao/protocol/voice-frame";
import type { Changes } from "../changes.ts";
import type { Socket } from "../connection/socket.ts";
import type { Media } from "../media.ts";
import type { Clock } from "../types.ts";
import { HeardTalk } from "./heard-talk.ts";

/** Which conversation is open on this screen, and the talks that are heard in it. */
export class Listening {
  readonly #parts: { changes: Changes; clock: Clock; media: Media };
  readonly #talks = new Map<TalkId, HeardTalk>();
  /** Handles name talks on one socket only. */
  readonly #handles = new Map<number, HeardTalk>();
  #attending: ConversationId | null = null;

  constructor(parts: { changes: Changes; clock: Clock; media: Media }) {
    this.#parts = parts;
  }

  attend(conversation_id: ConversationId | null, socket: Socket | null): void {
    if (conversation_id === this.#attending) return;
    this.#attending = conversation_id;
    this.#talks.clear();
    this.#handles.clear();
    if (socket) this.#tell(socket);
  }

  /** A new socket knows nothing of what was open and heard. */
  online(socket: Socket): void {
    this.#handles.clear();
    if (this.#attending) this.#tell(socket);
  }

  begin(event: TalkEvent): void {
    if (event.conversation_id !== this.#attending) return;
    const talk = this.#talks.get(event.talk_id) ?? new HeardTalk(event, this.#parts);
    this.#talks.set(event.talk_id, talk);
    this.#handles.set(event.handle, talk);
  }

  receive({ kind, handle, packet, packets }: VoiceFrame): void {
    if (kind === "packets") this.#handles.get(handle)?.receive(packet, packets);
    if (kind === "end") this.#handles.delete(handle);
  }

  /** The log says how talks ended, also of those whose last frames did not come. */
  logged(entries: readonly Entry[]): void {
    for (const { content } of entries) {
      if (content.type !== "talk_end") continue;
      this.#talks.get(content.talk_id)?.end(content.outcome, content.packets);
      this.#talks.delete(content.talk_id);
    }
  }

  #tell(socket: Socket): void {
    const resume = [...this.#talks.values()].map(({ talk_id, next }) => ({ talk_id, from_packet: next }));
    const input = { conversation_id: this.#attending, resume };
    socket.call("conversation/attend", input).catch(() => {}); // said again on the next socket
  }
}
