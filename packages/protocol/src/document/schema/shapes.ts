import type { z } from "zod";
import { ownerProof } from "../../account/proof.ts";
import {
  entryContent,
  imageContent,
  sendableContent,
  talkEndContent,
  textContent,
  voiceContent,
} from "../../content.ts";
import { credentials, place } from "../../device/new-device.ts";
import { entry } from "../../entry.ts";
import { member } from "../../member.ts";
import { ack } from "../../message/send.ts";
import { passkey, passkeyAssertion, passkeyAttestation } from "../../passkey/passkey.ts";
import { profile } from "../../profile.ts";
import { accountChange } from "../../sync/account-change.ts";
import { conversationChange } from "../../sync/pull.ts";

interface Shape {
  schema: z.ZodType;
  doc: string;
}

/** Objects that several operations and events share; each has a section of its own. */
export const SHAPES = {
  entry: {
    schema: entry,
    doc: "One item of a conversation's log. Entries never change place, and none is ever missing: the seqs of a conversation are 1, 2, 3 … without gaps.",
  },
  content: {
    schema: entryContent,
    doc: 'What an entry holds, told apart by `type`. Show a type you do not know as "update the app".',
  },
  sendable_content: {
    schema: sendableContent,
    doc: "What [message/send](message#message-send) accepts. A voice message begins with [talk/start](talk#talk-start) instead.",
  },
  text: { schema: textContent, doc: "Line breaks and any Unicode are kept as they are." },
  image: {
    schema: imageContent,
    doc: "A picture that was re-encoded by the sender's client, without metadata.",
  },
  voice: {
    schema: voiceContent,
    doc: "A voice message, appended when its talk starts. What became of the talk is in the entry's `fold`.",
  },
  talk_end: { schema: talkEndContent, doc: "How a talk ended." },
  member: {
    schema: member,
    doc: "A participant of a conversation, with the watermarks that only ever grow.",
  },
  profile: { schema: profile, doc: "A person's own profile." },
  ack: { schema: ack, doc: "Where an append landed. It is given only when the entry is on disk." },
  account_change: {
    schema: accountChange,
    doc: "One item of an account's own log, told apart by `type`: what belongs to the person and follows them to every device.",
  },
  conversation_change: {
    schema: conversationChange,
    doc: "What changed in one conversation since the token.",
  },
  credentials: { schema: credentials, doc: "What a device signs in with from now on." },
  place: { schema: place, doc: "Where a request came from, as far as the server can tell." },
  owner_proof: {
    schema: ownerProof,
    doc: "Proof that the account's owner asks, and not somebody who holds an unlocked device; told apart by `type`.",
  },
  passkey: { schema: passkey, doc: "A WebAuthn credential that signs in to the account." },
  passkey_assertion: {
    schema: passkeyAssertion,
    doc: "What an authenticator answers to a challenge (WebAuthn, section 6.3.3). Bytes are in base64url.",
  },
  passkey_attestation: {
    schema: passkeyAttestation,
    doc: "What an authenticator answers when it makes a passkey (WebAuthn, section 6.3.2). Bytes are in base64url.",
  },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof SHAPES;
