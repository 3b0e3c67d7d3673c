import { z } from "zod";
import { fallbackRule } from "../contact/fallback.ts";
import { sendableContent, waveform } from "../content.ts";
import { conversationSettingsFields } from "../conversation/settings.ts";
import { devicePlatform } from "../device/new-device.ts";
import { errorCode } from "../error-code.ts";
import { conversationKind, memberState } from "../group.ts";
import { accountId, blobId, conversationId, deviceId, linkId, seq, serverTime, watermark } from "../ids.ts";
import { profile } from "../profile.ts";
import { smsProgress } from "../sms/sms.ts";

/** Chosen by the client that makes the thing, and kept while it is there. */
export const keepId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const HIDDEN_AT_ONCE_MAX = 100;

/** A voice message among the favourites: its packets as one blob, in the format of voice frames. */
const keptVoice = z.object({
  type: z.literal("voice"),
  blob_id: blobId,
  packets: z.int().min(0).meta({ description: "Opus packets of 20 ms each" }),
  duration_ms: z.int().min(0),
  waveform,
});

/** What can be a favourite. */
export const keptContent = z.discriminatedUnion("type", [...sendableContent.options, keptVoice]);
export type KeptContent = z.infer<typeof keptContent>;

/** One item of an account's own log: what belongs to the person and follows them to every device. */
export const accountChange = z.discriminatedUnion("type", [
  z.object({ type: z.literal("profile"), position: z.int(), profile }),
  z.object({
    type: z.literal("conversation"),
    position: z.int(),
    conversation_id: conversationId,
    kind: conversationKind,
    title: z.string().nullable().meta({ description: "of a group or channel" }),
    opened_by_me: z.boolean(),
    state: memberState.meta({ description: "what the account is in it now; only `active` may read it" }),
    invited_by: accountId.nullable(),
    at: serverTime,
  }),
  z.object({
    type: z.literal("contact"),
    position: z.int(),
    address: z.string(),
    name: z.string().nullable().meta({ description: "null: the contact was removed" }),
  }),
  z.object({
    type: z.literal("block"),
    position: z.int(),
    address: z.string(),
    blocked: z.boolean(),
  }),
  z.object({
    type: z.literal("conversation_settings"),
    position: z.int(),
    conversation_id: conversationId,
    ...conversationSettingsFields,
  }),
  z.object({
    type: z.literal("draft"),
    position: z.int(),
    conversation_id: conversationId,
    text: z.string().meta({ description: "empty: there is none any more" }),
    reply_to: seq.nullable(),
    device_id: deviceId.meta({ description: "where it was written" }),
    at: serverTime,
  }),
  z
    .object({
      type: z.literal("hidden"),
      position: z.int(),
      conversation_id: conversationId,
      seqs: z.array(seq).min(1).max(HIDDEN_AT_ONCE_MAX).meta({ description: "ascending" }),
    })
    .meta({ description: "messages that were deleted for oneself; others still see them" }),
  z
    .object({
      type: z.literal("cleared"),
      position: z.int(),
      conversation_id: conversationId,
      up_to: watermark,
    })
    .meta({ description: "everything up to an entry was deleted for oneself" }),
  z.object({
    type: z.literal("favourite"),
    position: z.int(),
    favourite_id: keepId,
    kept: z
      .object({
        conversation_id: conversationId,
        seq,
        sender: accountId,
        sender_name: z.string().nullable(),
        content: keptContent,
        at: serverTime.meta({ description: "when it was written" }),
      })
      .nullable()
      .meta({ description: "a copy, which outlives its message; null: it was removed" }),
  }),
  z.object({
    type: z.literal("scheduled"),
    position: z.int(),
    scheduled_id: keepId,
    message: z
      .object({
        conversation_id: conversationId,
        content: sendableContent,
        due_at: serverTime,
        failure: errorCode.nullable().meta({ description: "why it could not be sent when it was due" }),
      })
      .nullable()
      .meta({ description: "null: it was sent or cancelled" }),
  }),
  z.object({
    type: z.literal("sign_in_request"),
    position: z.int(),
    request: z
      .object({
        link_id: linkId,
        device_name: z.string(),
        platform: devicePlatform,
        expires_at: serverTime,
      })
      .nullable()
      .meta({
        description: "a device that asks to be signed in; claim its link, and ask. null: it is decided",
      }),
  }),
  z.object({
    type: z.literal("fallback"),
    position: z.int(),
    address: z.string(),
    rule: fallbackRule.nullable().meta({ description: "null: what holds for everybody else" }),
  }),
  z
    .object({
      type: z.literal("sms"),
      position: z.int(),
      conversation_id: conversationId,
      seq,
      to: accountId.meta({ description: "who has not the app" }),
      progress: smsProgress.meta({ description: "how far it has come" }),
    })
    .meta({ description: "what became of the account's own message as SMS to somebody" }),
]);
export type AccountChange = z.infer<typeof accountChange>;
