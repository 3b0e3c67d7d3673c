import { z } from "zod";
import { blobId, seq, talkId } from "./ids.ts";

export const TEXT_CHARACTERS_MAX = 8_000;

/** Text of at most 8,000 characters; line breaks and any Unicode are kept as they are. */
export const textContent = z.object({
  type: z.literal("text"),
  text: z.string().min(1).max(TEXT_CHARACTERS_MAX),
});

/** A picture that was re-encoded by the sender's client, without metadata. */
export const imageContent = z.object({
  type: z.literal("image"),
  blob_id: blobId,
  mime: z.enum(["image/jpeg", "image/png", "image/webp", "image/gif"]),
  size: z.int().min(1).meta({ description: "bytes" }),
  width: z.int().min(1).max(16_384).meta({ description: "pixels" }),
  height: z.int().min(1).max(16_384).meta({ description: "pixels" }),
  thumbhash: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9+/=]*$/)
    .meta({ description: "a ThumbHash in base64, shown while the picture loads" }),
});

/** What message/send accepts. A voice message begins with talk/start instead. */
export const sendableContent = z.discriminatedUnion("type", [textContent, imageContent]);
export type SendableContent = z.infer<typeof sendableContent>;

/** A voice message, appended when its talk starts; what became of the talk is in the entry's fold. */
export const voiceContent = z.object({
  type: z.literal("voice"),
  talk_id: talkId,
});

export const talkOutcome = z.enum(["complete", "interrupted", "cancelled"]);
export type TalkOutcome = z.infer<typeof talkOutcome>;

/** How a talk ended; `target` is the seq of its voice entry. */
export const talkEndContent = z.object({
  type: z.literal("talk_end"),
  target: seq,
  talk_id: talkId,
  outcome: talkOutcome.meta({ description: "interrupted: the talker vanished, and what arrived is kept" }),
  packets: z.int().min(0).meta({ description: "Opus packets of 20 ms each" }),
  duration_ms: z.int().min(0),
  waveform: z
    .string()
    .max(128)
    .meta({ description: "64 loudness values of 0..31, each as one base32hex character" }),
});
export type TalkEndContent = z.infer<typeof talkEndContent>;

/** What a log entry holds. Clients show types they do not know as "update the app". */
export const entryContent = z.discriminatedUnion("type", [
  textContent,
  imageContent,
  voiceContent,
  talkEndContent,
]);
export type EntryContent = z.infer<typeof entryContent>;
