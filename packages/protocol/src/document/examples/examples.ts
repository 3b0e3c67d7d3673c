import type { OperationName } from "../../operations.ts";
import { ACCOUNT_EXAMPLES } from "./account.ts";
import {
  ALICE,
  BOB_NUMBER,
  CONVERSATION,
  MINUTE_MS,
  NOW,
  PHONE,
  PICTURE,
  PICTURE_HASH,
  TALK,
  UPLOAD,
} from "./cast.ts";
import {
  ALICE_PROFILE,
  BOB_AS_MEMBER,
  TALK_END,
  TALK_END_ENTRY,
  TEXT_ENTRY,
  VOICE_ENTRY,
} from "./entries.ts";
import type { Example } from "./example.ts";
import { GROUP_EXAMPLES } from "./groups.ts";
import { KEPT_EXAMPLES } from "./kept.ts";
import { SMS_EXAMPLES } from "./sms.ts";

/** One call and its answer for every operation. */
export const EXAMPLES: { [Name in OperationName]: Example<Name> } = {
  ...ACCOUNT_EXAMPLES,
  ...KEPT_EXAMPLES,
  ...SMS_EXAMPLES,
  "session/ticket": {
    input: {},
    output: { ticket: "Zr8nWq0V5sT1mYb7kCf3Lg", expires_in_s: 30 },
  },
  "session/ping": { input: {}, output: { server_time: NOW } },
  "session/hello": {
    input: { ticket: "Zr8nWq0V5sT1mYb7kCf3Lg", version: 1, capabilities: [] },
    output: { account_id: ALICE, device_id: PHONE, version: 1, capabilities: [], server_time: NOW },
  },
  "profile/get": { input: {}, output: ALICE_PROFILE },
  "profile/set": {
    input: { name: "Alice", picture: PICTURE },
    output: { ...ALICE_PROFILE, picture: PICTURE },
  },
  "contact/set": {
    input: { address: `tel:${BOB_NUMBER}`, name: "Bob (work)" },
    output: { address: `tel:${BOB_NUMBER}` },
  },
  "conversation/open": {
    input: { address: `tel:${BOB_NUMBER}` },
    output: { conversation_id: CONVERSATION },
  },
  "conversation/read": {
    input: { conversation_id: CONVERSATION, after_seq: 0, limit: 50 },
    output: { epoch: 1, entries: [TEXT_ENTRY, VOICE_ENTRY, TALK_END_ENTRY], last_seq: 3 },
  },
  "conversation/attend": { input: { conversation_id: CONVERSATION }, output: {} },
  "conversation/typing": { input: { conversation_id: CONVERSATION, typing: true }, output: {} },
  ...GROUP_EXAMPLES,
  "message/send": {
    input: {
      conversation_id: CONVERSATION,
      client_id: "01JD9Z5M3K8Q",
      content: { type: "text", text: "吃了吗？" },
      device_seq: 1,
    },
    output: { epoch: 1, seq: 1, server_time: NOW },
  },
  "message/change": {
    input: {
      conversation_id: CONVERSATION,
      client_id: "01JDA0B7X4RN",
      change: { type: "reaction", target: 1, emoji: "👍" },
      device_seq: 2,
    },
    output: { epoch: 1, seq: 4, server_time: NOW + MINUTE_MS },
  },
  "receipt/advance": {
    input: { conversation_id: CONVERSATION, read: 2 },
    output: { delivered: 2, read: 2, heard: 0 },
  },
  "sync/pull": {
    input: { token: "v1.mXh2…" },
    output: {
      token: "v1.pQ7c…",
      more: false,
      account_reset: false,
      account: [{ type: "profile", position: 4, profile: ALICE_PROFILE }],
      conversations: [
        {
          conversation_id: CONVERSATION,
          epoch: 1,
          last_seq: 1,
          reset: false,
          entries: [TEXT_ENTRY],
          members: [BOB_AS_MEMBER],
        },
      ],
    },
  },
  "search/query": {
    input: { query: "吃了", limit: 20 },
    output: {
      hits: [
        {
          conversation_id: CONVERSATION,
          seq: 1,
          sender: ALICE,
          server_time: NOW,
          kind: "message",
          text: "吃了吗？",
          highlights: [{ start: 0, end: 2 }],
        },
      ],
      next: null,
      complete: true,
    },
  },
  "talk/start": {
    input: { conversation_id: CONVERSATION, client_id: "01JD9Z6T7W2C", handle: 7 },
    output: { epoch: 1, seq: 2, server_time: NOW + 4_000, talk_id: TALK, next_packet: 0 },
  },
  "talk/end": {
    input: { talk_id: TALK, packets: 120, waveform: TALK_END.waveform },
    output: { epoch: 1, seq: 3, server_time: NOW + 6_400 },
  },
  "talk/cancel": {
    input: { talk_id: TALK },
    output: { epoch: 1, seq: 3, server_time: NOW + 6_400 },
  },
  "preview/get": {
    input: { url: "https://weather.example.org/beijing" },
    output: {
      preview: {
        url: "https://weather.example.org/beijing",
        site: "Weather",
        title: "Beijing: sunny, 12 °C",
        description: "Clear until Friday, then wind from the north.",
        image: { blob_id: PICTURE, mime: "image/jpeg", size: 48_213, width: 1_200, height: 630 },
        seal: "b1dHq0T2mZ4vX7cN9sLwEoRkYpUaGfJi3QxBnVtC5hM",
      },
    },
  },
  "media/start": {
    input: { sha256: PICTURE_HASH, size: 48_213 },
    output: { upload_id: UPLOAD, received: 0, blob_id: null },
  },
};
