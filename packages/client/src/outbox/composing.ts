import type { ConversationId } from "@feiliao/protocol";
import { putOutgoingFile } from "../cache/records.ts";
import { newClientId } from "../client-id.ts";
import type { Media } from "../media.ts";
import { type ComposeOptions, compose } from "../messages/compose.ts";
import type { Platform } from "../platform.ts";
import type { FileInput, PictureInput, PictureOptions, SendOptions, VideoInput } from "../types.ts";
import type { FilePayload, Payload, VideoPayload } from "./item.ts";
import type { Outbox } from "./outbox.ts";
import type { Sender } from "./sender.ts";
import type { Uploader } from "./uploader.ts";

interface Parts {
  media: Media;
  outbox: Outbox;
  platform: Platform;
  sender: Pick<Sender, "wake">;
  uploader: Pick<Uploader, "wake">;
}

/** Makes messages of what a person sends. Each method shows it at once, keeps it, and answers its key. */
export class Composing {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What has no file, or one that was uploaded. @throws when it cannot be kept, and is not sent then */
  message(conversation_id: ConversationId, payload: Payload, options?: ComposeOptions): Promise<string> {
    return compose(this.#parts, conversation_id, payload, options);
  }

  async picture(
    conversation_id: ConversationId,
    { bytes, ...described }: PictureInput,
    { album_id, sms }: PictureOptions = {},
  ): Promise<string> {
    const blob_id = await this.#parts.media.keep(bytes);
    const picture = { type: "image", ...described, blob_id, size: bytes.length } as const;
    return await this.message(conversation_id, { ...picture, ...(album_id && { album_id }) }, { sms });
  }

  async file(
    conversation_id: ConversationId,
    { blob, name, mime }: FileInput,
    options?: SendOptions,
  ): Promise<string> {
    const file = { type: "file", blob_id: null, name, mime, size: blob.size } as const;
    return await this.#upload(conversation_id, file, blob, options);
  }

  async video(
    conversation_id: ConversationId,
    { blob, poster, ...described }: VideoInput,
    options?: SendOptions,
  ): Promise<string> {
    const { bytes, ...picture } = poster;
    const shown = { ...picture, blob_id: await this.#parts.media.keep(bytes), size: bytes.length };
    const video = { type: "video", blob_id: null, ...described, size: blob.size, poster: shown } as const;
    return await this.#upload(conversation_id, video, blob, options);
  }

  async #upload(
    conversation_id: ConversationId,
    payload: FilePayload | VideoPayload,
    file: Blob,
    { sms }: SendOptions = {},
  ): Promise<string> {
    const { platform, uploader } = this.#parts;
    const client_id = newClientId(platform);
    const besides = [putOutgoingFile(client_id, file)];
    await this.message(conversation_id, payload, { client_id, besides, sms });
    uploader.wake();
    return client_id;
  }
}
