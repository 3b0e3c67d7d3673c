import { z } from "zod";
import { address } from "./address.ts";
import { changeContents } from "./change.ts";
import { groupContents } from "./group.ts";
import { accountId, blobId, seq, talkId } from "./ids.ts";
import { linkPreview } from "./preview/get.ts";
import { personName } from "./profile.ts";

export const TEXT_CHARACTERS_MAX = 8_000;
export const CAPTION_CHARACTERS_MAX = 1_000;
export const MENTIONS_MAX = 50;
export const FILE_BYTES_MAX = 100 * 1024 * 1024;

/** What any message may carry. The server adds `expires_in_s` where the conversation's messages disappear. */
const messageFields = {
  reply_to: seq.optional().meta({ description: "the message of this conversation that it answers" }),
  forwarded: z
    .object({ name: personName.nullable() })
    .optional()
    .meta({ description: "it was written elsewhere; the name of who wrote it, as the forwarder knows them" }),
  expires_in_s: z
    .int()
    .min(1)
    .optional()
    .meta({ description: "given by the server: it disappears this long after server_time" }),
};

/** Who is called by name: members, or everybody at once. */
export const mentions = z
  .array(z.union([accountId, z.literal("all")]))
  .min(1)
  .max(MENTIONS_MAX);

const captionFields = {
  caption: z.string().min(1).max(CAPTION_CHARACTERS_MAX).optional(),
  mentions: mentions.optional(),
};

/** Pictures and videos that were sent together have the same one, and are shown as one grid. */
const albumFields = {
  album_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,32}$/)
    .optional(),
};

const pixels = z.int().min(1).max(16_384).meta({ description: "pixels" });
const bytes = z.int().min(1).max(FILE_BYTES_MAX).meta({ description: "bytes" });

/** A ThumbHash, shown while the picture loads. */
const thumbhash = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9+/=]*$/)
  .meta({ description: "a ThumbHash in base64, shown while the picture loads" });

/**
 * Text of at most 8,000 characters; line breaks and any Unicode are kept as they are. Clients show the small Markdown
 * that people know (emphasis, strike, code, quotes, lists); the text is its source.
 */
export const textContent = z.object({
  type: z.literal("text"),
  text: z.string().min(1).max(TEXT_CHARACTERS_MAX),
  mentions: mentions.optional(),
  via: z
    .literal("sms")
    .optional()
    .meta({ description: "given by the server: it came as SMS from a handset" }),
  incomplete: z
    .literal(true)
    .optional()
    .meta({ description: "given by the server: parts of the SMS never came" }),
  preview: linkPreview.optional().meta({ description: "of a link in the text, as preview/get gave it" }),
  ...messageFields,
});

/** A picture that was re-encoded by the sender's client, without metadata. */
export const imageContent = z.object({
  type: z.literal("image"),
  blob_id: blobId,
  mime: z.enum(["image/jpeg", "image/png", "image/webp", "image/gif"]),
  size: z.int().min(1).meta({ description: "bytes" }),
  width: pixels,
  height: pixels,
  thumbhash,
  ...captionFields,
  ...albumFields,
  ...messageFields,
});

/** A short video with the picture that stands for it until it is played. */
export const videoContent = z.object({
  type: z.literal("video"),
  blob_id: blobId,
  mime: z.enum(["video/mp4", "video/webm"]),
  size: bytes,
  width: pixels,
  height: pixels,
  duration_ms: z.int().min(0),
  poster: z.object({
    blob_id: blobId,
    mime: z.enum(["image/jpeg", "image/webp"]),
    size: z.int().min(1).meta({ description: "bytes" }),
    thumbhash,
  }),
  ...captionFields,
  ...albumFields,
  ...messageFields,
});

/** Any file of at most 100 MiB; it is only ever served as a download. */
export const fileContent = z.object({
  type: z.literal("file"),
  blob_id: blobId,
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}\p{Cs}/\\]+$/u)
    .meta({ description: "as the sender's device named it; no path" }),
  mime: z
    .string()
    .max(100)
    .regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/)
    .meta({ description: "what the sender's device takes it for; for an icon, nothing relies on it" }),
  size: bytes,
  ...captionFields,
  ...messageFields,
});

/** A place on the WGS 84 ellipsoid. */
export const locationContent = z.object({
  type: z.literal("location"),
  latitude: z.number().min(-90).max(90).meta({ description: "degrees" }),
  longitude: z.number().min(-180).max(180).meta({ description: "degrees" }),
  accuracy_m: z.number().min(0).max(1_000_000).optional().meta({ description: "radius in metres" }),
  name: z.string().min(1).max(200).optional(),
  ...messageFields,
});

/** Somebody's name and number, passed on. */
export const contactCardContent = z.object({
  type: z.literal("contact_card"),
  name: personName,
  address,
  ...messageFields,
});

/** What message/send accepts. A voice message begins with talk/start instead. */
export const sendableContent = z.discriminatedUnion("type", [
  textContent,
  imageContent,
  videoContent,
  fileContent,
  locationContent,
  contactCardContent,
]);
export type SendableContent = z.infer<typeof sendableContent>;

/** A voice message, appended when its talk starts; what became of the talk is in the entry's fold. */
export const voiceContent = z.object({
  type: z.literal("voice"),
  talk_id: talkId,
  expires_in_s: messageFields.expires_in_s,
});

export const waveform = z
  .string()
  .max(128)
  .meta({ description: "64 loudness values of 0..31, each as one base32hex character" });

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
  waveform,
});
export type TalkEndContent = z.infer<typeof talkEndContent>;

/** What was here has been recalled, has disappeared or was erased; row, seq and key stay. */
export const erasedContent = z.object({ type: z.literal("erased") });

/** What a log entry holds. Clients show types they do not know as "update the app". */
export const entryContent = z.discriminatedUnion("type", [
  textContent,
  imageContent,
  videoContent,
  fileContent,
  locationContent,
  contactCardContent,
  voiceContent,
  talkEndContent,
  ...changeContents,
  ...groupContents,
  erasedContent,
]);
export type EntryContent = z.infer<typeof entryContent>;
export type ContentType = EntryContent["type"];
