import type { AccountId, BlobId, ConversationId, TalkId } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { packPackets } from "@feiliao/protocol/voice-frame";
import type { Blobs, StoredBlob } from "../blobs/blobs.ts";
import type { Store } from "../store/store.ts";
import type { Talks } from "../talk/talks.ts";
import { SNIFF_BYTES, sniff } from "./sniff.ts";

export interface TalkBytes {
  body: ReturnType<StoredBlob["body"]> | Uint8Array<ArrayBuffer>;
  size: number;
  /** False while more may come. */
  sealed: boolean;
}

/**
 * Bytes for those who may have them: who is a member now of a conversation that holds them. To all others they
 * do not exist.
 */
export class Downloads {
  readonly #store: Store;
  readonly #blobs: Blobs;
  readonly #talks: Talks;

  constructor(store: Store, blobs: Blobs, talks: Talks) {
    this.#store = store;
    this.#blobs = blobs;
    this.#talks = talks;
  }

  /** @throws not_found */
  async open(
    account_id: AccountId,
    where: ConversationId | "me",
    blob_id: BlobId,
  ): Promise<{ blob: StoredBlob; type: string }> {
    if (!(await this.#mayOpen(account_id, where, blob_id))) throw new FeiliaoError("not_found");
    const blob = await this.#blobs.get(blob_id);
    if (!blob) throw new FeiliaoError("not_found");
    return { blob, type: sniff(await blob.bytes(0, Math.min(SNIFF_BYTES, blob.size))) };
  }

  /** All packets of a talk, packed, as far as it has come. @throws not_found */
  async packets(account_id: AccountId, talk_id: TalkId): Promise<TalkBytes> {
    const { conversations, talks } = this.#store;
    const talk = await talks.byId(talk_id);
    const allowed = talk && (await conversations.isMember(talk.conversation_id, account_id));
    if (!allowed || talk.state === "cancelled") throw new FeiliaoError("not_found");
    const blob_id = await talks.blob(talk_id);
    const sealed = talk.state === "complete" && blob_id ? await this.#blobs.get(blob_id) : null;
    if (sealed) return { body: sealed.body(), size: sealed.size, sealed: true };
    const packed = packPackets(await this.#talks.packetsFrom(talk_id, 0));
    return { body: packed, size: packed.length, sealed: false };
  }

  async #mayOpen(account_id: AccountId, where: ConversationId | "me", blob_id: BlobId): Promise<boolean> {
    const { conversations, media } = this.#store;
    if (where === "me") return media.granted(account_id, blob_id);
    return (await conversations.isMember(where, account_id)) && media.inConversation(where, blob_id);
  }
}
