import type { z } from "zod";
import { address } from "../../address.ts";
import {
  accountId,
  blobId,
  clientId,
  conversationId,
  deviceId,
  linkId,
  talkId,
  uploadId,
  verificationId,
} from "../../ids.ts";

interface Scalar {
  schema: z.ZodType;
  doc: string;
}

/** Strings with a name of their own, by the title of their schema. */
export const SCALARS: Record<string, Scalar> = {
  account_id: { schema: accountId, doc: "A person. It does not change with the number." },
  device_id: { schema: deviceId, doc: "A signed-in client; stable and never reused." },
  conversation_id: { schema: conversationId, doc: "A conversation and its log." },
  talk_id: { schema: talkId, doc: "A voice message, from its first packet on." },
  upload_id: { schema: uploadId, doc: "An upload under way." },
  link_id: { schema: linkId, doc: "A device that asks to be signed in by a scan." },
  verification_id: { schema: verificationId, doc: "One request for a code." },
  blob_id: {
    schema: blobId,
    doc: "Stored bytes, named by their SHA-256 in base64url: the same bytes have the same id.",
  },
  client_id: {
    schema: clientId,
    doc: "Chosen by the client, once per message, and kept through every retry: the idempotency key.",
  },
  address: {
    schema: address,
    doc: "Where a person can be reached: `tel:` and a number in E.164 (RFC 3966).",
  },
};
