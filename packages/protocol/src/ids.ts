import { z } from "zod";

/**
 * Ids are a prefix and 128 random bits in base64url (22 characters). They are opaque, never reused, and
 * knowing one gives no right.
 */
export const ID_PREFIXES = {
  account: "acc_",
  device: "dev_",
  conversation: "con_",
  talk: "tlk_",
  upload: "upl_",
  verification: "ver_",
  link: "lnk_",
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

export type AccountId = `acc_${string}`;
export type DeviceId = `dev_${string}`;
export type ConversationId = `con_${string}`;
export type TalkId = `tlk_${string}`;
export type UploadId = `upl_${string}`;
export type VerificationId = `ver_${string}`;
export type LinkId = `lnk_${string}`;
/** `blb_` and the SHA-256 of the content in base64url: the same bytes have the same id. */
export type BlobId = `blb_${string}`;

export function idPattern(kind: IdKind): RegExp {
  return new RegExp(`^${ID_PREFIXES[kind]}[A-Za-z0-9_-]{22}$`);
}

function id<Id extends string>(kind: IdKind) {
  return z
    .string()
    .regex(idPattern(kind))
    .transform((text) => text as Id)
    .meta({ title: `${kind}_id` });
}

export const accountId = id<AccountId>("account");
export const deviceId = id<DeviceId>("device");
export const conversationId = id<ConversationId>("conversation");
export const talkId = id<TalkId>("talk");
export const uploadId = id<UploadId>("upload");
export const verificationId = id<VerificationId>("verification");
export const linkId = id<LinkId>("link");
export const blobId = z
  .string()
  .regex(/^blb_[A-Za-z0-9_-]{43}$/)
  .transform((text) => text as BlobId)
  .meta({ title: "blob_id" });

/** No half of a surrogate pair either: stored as UTF-8 it would come back as another key. */
export const CLIENT_ID_PATTERN = /^[^\p{Cc}\p{Cs}]{1,64}$/u;

/** Chosen by the client, once per message, and kept through every retry: the idempotency key. */
export const clientId = z
  .string()
  .regex(CLIENT_ID_PATTERN)
  .meta({ title: "client_id", description: "1 to 64 characters, no control characters" });

/** Position in a conversation's log: 1 is the first entry, and none is ever missing. */
export const seq = z.int().min(1);
/** A watermark: 0 before the first entry. */
export const watermark = z.int().min(0);
/** Milliseconds since 1970, from the server's clock. For people to read; nothing is ordered by it. */
export const serverTime = z.int().min(0);
