import type { ConversationId } from "@feiliao/protocol";
import { readPackets } from "@feiliao/protocol/voice-frame";
import type { Favourite, Favourites } from "../message-types.ts";
import { loudnessOf } from "../model/voice-view.ts";
import type { Payload } from "../outbox/item.ts";
import type { MessageView } from "../types.ts";
import { compose } from "./compose.ts";
import { speakAgain } from "./forward.ts";
import type { ActionParts } from "./message-actions.ts";

/** What `Favourites` says, but for what is there already. */
export class KeptFavourites implements Omit<Favourites, "list" | "of"> {
  readonly #parts: ActionParts;

  constructor(parts: ActionParts) {
    this.#parts = parts;
  }

  async add({ conversation_id, seq }: MessageView): Promise<void> {
    if (seq === null) return;
    // Made from what it keeps, so that two devices keep it once.
    await this.#set(`${conversation_id}_${seq}`, { conversation_id, seq });
  }

  remove(favourite_id: string): Promise<void> {
    return this.#set(favourite_id, null);
  }

  async send(favourite: Favourite, to: readonly ConversationId[]): Promise<void> {
    const { client, platform, signedIn } = this.#parts;
    const { outbox, sender } = signedIn();
    const { content } = favourite;
    const packets = content.type === "voice" ? await this.packets(favourite) : [];
    for (const conversation_id of to) {
      if (content.type === "voice") {
        speakAgain(client.startTalk(conversation_id), packets, loudnessOf(content.waveform));
      } else {
        const forwarded = { name: favourite.sender_name };
        const payload = { forwarded, ...content } as Payload;
        const forwards = "favourite";
        await compose({ outbox, sender, platform }, conversation_id, payload, { forwards });
      }
    }
  }

  async packets({ content }: Favourite): Promise<Uint8Array[]> {
    if (content.type !== "voice") throw new TypeError("not a voice message");
    return readPackets(await this.#parts.signedIn().media.open("me", content.blob_id));
  }

  async file({ content }: Favourite): Promise<Blob> {
    if (content.type !== "file" && content.type !== "video") throw new TypeError("not a file");
    return await this.#parts.signedIn().media.openFile("me", content);
  }

  async #set(
    favourite_id: string,
    message: { conversation_id: ConversationId; seq: number } | null,
  ): Promise<void> {
    const { call, sync } = this.#parts.signedIn();
    await call("favourite/set", { favourite_id, message });
    await sync.pull();
  }
}
