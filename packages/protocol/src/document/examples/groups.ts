import type { CallInput, OperationName, Output } from "../../operations.ts";
import { ALICE, BOB, BOB_NUMBER, CONVERSATION, MINUTE_MS, NOW, PICTURE } from "./cast.ts";
import { BOB_AS_MEMBER, GROUP_INFO } from "./entries.ts";

type GroupOperation =
  | Extract<OperationName, `group/${string}`>
  | "message/readers"
  | "contact/block"
  | "conversation/settings";

const INVITE_TOKEN = "pVw3r1ZsJmGkq0TeY7uXaQ";
const CLIENT_ID = "01JD9ZB8R2QF";
const ACK = { epoch: 1, seq: 4, server_time: NOW };

/** One call and its answer for every operation of groups, and of what one person decides about others. */
export const GROUP_EXAMPLES: {
  [Name in GroupOperation]: { input: CallInput<Name>; output: Output<Name> };
} = {
  "group/create": {
    input: { client_id: CLIENT_ID, kind: "group", title: "周末爬山", account_ids: [BOB] },
    output: { conversation_id: CONVERSATION, added: [BOB], invited: [], refused: [] },
  },
  "group/add": {
    input: { conversation_id: CONVERSATION, client_id: CLIENT_ID, account_ids: [BOB] },
    output: { added: [], invited: [BOB], refused: [] },
  },
  "group/change": {
    input: {
      conversation_id: CONVERSATION,
      client_id: CLIENT_ID,
      change: "muted",
      account_ids: [BOB],
      until: NOW + 60 * MINUTE_MS,
    },
    output: ACK,
  },
  "group/answer": {
    input: { conversation_id: CONVERSATION, client_id: CLIENT_ID, accept: true },
    output: ACK,
  },
  "group/leave": { input: { conversation_id: CONVERSATION, client_id: CLIENT_ID }, output: ACK },
  "group/set": {
    input: {
      conversation_id: CONVERSATION,
      client_id: CLIENT_ID,
      announcement: "周六 7:30 在地铁口集合",
      settings: { approval: true },
    },
    output: ACK,
  },
  "group/members": {
    input: { conversation_id: CONVERSATION, limit: 100 },
    output: { members: [{ ...BOB_AS_MEMBER, address: null }], more: false },
  },
  "group/link": {
    input: { conversation_id: CONVERSATION },
    output: { token: INVITE_TOKEN, expires_at: null },
  },
  "group/revoke-link": { input: { conversation_id: CONVERSATION }, output: {} },
  "group/look": {
    input: { token: INVITE_TOKEN },
    output: {
      conversation_id: CONVERSATION,
      kind: "group",
      title: GROUP_INFO.title,
      picture: PICTURE,
      description: GROUP_INFO.description,
      member_count: GROUP_INFO.member_count,
      approval: false,
      state: null,
    },
  },
  "group/join": {
    input: { token: INVITE_TOKEN, client_id: CLIENT_ID },
    output: { conversation_id: CONVERSATION, state: "active" },
  },
  "message/readers": {
    input: { conversation_id: CONVERSATION, seq: 3 },
    output: {
      readers: [{ account_id: ALICE, name: "Alice", delivered: true, read: true, heard: false }],
      next: null,
    },
  },
  "contact/block": {
    input: { address: `tel:${BOB_NUMBER}`, blocked: true },
    output: { address: `tel:${BOB_NUMBER}`, blocked: true },
  },
  "conversation/settings": {
    input: {
      conversation_id: CONVERSATION,
      muted_until: NOW + 480 * MINUTE_MS,
      pinned: true,
      archived: false,
      marked_unread: false,
    },
    output: { muted_until: NOW + 480 * MINUTE_MS, pinned: true, archived: false, marked_unread: false },
  },
};
