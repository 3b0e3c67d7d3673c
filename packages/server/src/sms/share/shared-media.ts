import type { BlobId } from "@feiliao/protocol";
import { readPackets } from "@feiliao/protocol/voice-frame";
import type { Blobs, StoredBlob } from "../../blobs/blobs.ts";
import { SNIFF_BYTES, sniff } from "../../media/sniff.ts";
import type { Store } from "../../store/store.ts";
import { cafOpus } from "./caf-opus.ts";
import { oggOpus } from "./ogg-opus.ts";
import type { Shared } from "./shares.ts";

/** What a shared message looks like to somebody without the app. */
export interface SharedMessage {
  kind: "voice" | "image" | "video" | "file";
  sender_name: string | null;
  /** Milliseconds since 1970. */
  sent_at: number;
  expires_at: number;
  caption: string | null;
  /** Of voice and video; null for others. */
  duration_ms: number | null;
  /** 64 loudness values of 0..31, each as one base32hex character; of voice. */
  waveform: string | null;
  /** Of a file. */
  name: string | null;
  /** Bytes; null for voice. */
  size: number | null;
  width: number | null;
  height: number | null;
  /** The same in several formats, the best first: a browser takes the first that it plays. */
  sources: { url: string; type: string }[];
  /** A picture that stands for a video until it is played. */
  poster: string | null;
}

/** Names of what a share consists of, in the paths of its media. */
export type SharedPart = "content" | "poster" | "voice.ogg" | "voice.caf";

export const MEDIA_PATH = "/s/media";

/** Null: it is nothing that a link shows. */
export async function sharedMessage(
  { accounts }: Pick<Store, "accounts">,
  { entry, sender, expires_at, share_id }: Shared,
): Promise<SharedMessage | null> {
  const { content, fold, server_time } = entry;
  const at = (part: SharedPart) => `${MEDIA_PATH}/${share_id}/${part}`;
  const shown: SharedMessage = {
    ...{
      kind: "file",
      sender_name: (await accounts.profile(sender))?.name ?? null,
      sent_at: server_time,
      expires_at,
    },
    ...{ duration_ms: null, waveform: null, name: null, size: null, width: null, height: null, poster: null },
    ...{
      caption: ("caption" in content ? (fold?.edit?.text ?? content.caption) : null) ?? null,
      sources: [],
    },
  };
  switch (content.type) {
    case "voice": {
      const end = fold?.talk_end;
      if (!end || end.outcome === "cancelled") return null;
      const sources = [
        { url: at("voice.ogg"), type: "audio/ogg; codecs=opus" },
        { url: at("voice.caf"), type: "audio/x-caf; codecs=opus" },
      ];
      return { ...shown, kind: "voice", duration_ms: end.duration_ms, waveform: end.waveform, sources };
    }
    case "image": {
      const { mime, size, width, height } = content;
      return { ...shown, kind: "image", size, width, height, sources: [{ url: at("content"), type: mime }] };
    }
    case "video": {
      const { mime, size, width, height, duration_ms } = content;
      const sources = [{ url: at("content"), type: mime }];
      return { ...shown, kind: "video", size, width, height, duration_ms, sources, poster: at("poster") };
    }
    case "file": {
      const { name, mime, size } = content;
      return { ...shown, name, size, sources: [{ url: at("content"), type: mime }] };
    }
    default:
      return null;
  }
}

/** The bytes of a part, and what they are called in a cache; null when the share has no such part. */
export async function sharedPart(
  { store, blobs }: { store: Pick<Store, "talks">; blobs: Pick<Blobs, "get"> },
  { entry: { content } }: Shared,
  part: SharedPart,
): Promise<{ blob_id: BlobId; blob: StoredBlob; type: string } | null> {
  if (content.type === "voice") {
    const blob_id = part.startsWith("voice.") ? await store.talks.blob(content.talk_id) : null;
    const sealed = blob_id && (await blobs.get(blob_id));
    if (!sealed) return null;
    const packets = readPackets(await sealed.bytes());
    const ogg = part === "voice.ogg";
    const blob = inMemory(ogg ? oggOpus(packets) : cafOpus(packets));
    return { blob_id, blob, type: ogg ? "audio/ogg" : "audio/x-caf" };
  }
  const blob_id = blobOf(content, part);
  const blob = blob_id && (await blobs.get(blob_id));
  if (!blob) return null;
  return { blob_id, blob, type: sniff(await blob.bytes(0, Math.min(SNIFF_BYTES, blob.size))) };
}

function blobOf(content: Shared["entry"]["content"], part: SharedPart): BlobId | null {
  if (part === "poster") return content.type === "video" ? content.poster.blob_id : null;
  return part === "content" && "blob_id" in content ? content.blob_id : null;
}

function inMemory(bytes: Uint8Array<ArrayBuffer>): StoredBlob {
  return {
    size: bytes.length,
    body: (start = 0, end = bytes.length) => new Blob([bytes.subarray(start, end)]),
    bytes: async (start = 0, end = bytes.length) => bytes.slice(start, end),
  };
}
