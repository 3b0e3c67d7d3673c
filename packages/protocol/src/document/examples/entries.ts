import type { TalkEndContent } from "../../content.ts";
import type { Entry } from "../../entry.ts";
import type { ConversationInfo } from "../../group.ts";
import type { Member } from "../../member.ts";
import type { Profile } from "../../profile.ts";
import { ALICE, ALICE_NUMBER, BOB, BOB_NUMBER, LAPTOP, NOW, PHONE, TALK } from "./cast.ts";

export const ALICE_PROFILE: Profile = {
  account_id: ALICE,
  number: ALICE_NUMBER,
  name: "Alice",
  picture: null,
  has_pin: false,
};

export const TEXT_ENTRY: Entry = {
  seq: 1,
  sender: ALICE,
  device_id: PHONE,
  client_id: "01JD9Z5M3K8Q",
  server_time: NOW,
  enc: 0,
  content: { type: "text", text: "吃了吗？" },
};

export const TALK_END: TalkEndContent = {
  type: "talk_end",
  target: 2,
  talk_id: TALK,
  outcome: "complete",
  packets: 120,
  duration_ms: 2_400,
  waveform: "0137bfjlnoqrttsrponmljigfdcb9876554433221137bfjlnoqrttsrponmljh8",
};

export const VOICE_ENTRY: Entry = {
  seq: 2,
  sender: BOB,
  device_id: LAPTOP,
  client_id: "01JD9Z6T7W2C",
  server_time: NOW + 4_000,
  enc: 0,
  content: { type: "voice", talk_id: TALK },
  fold: { talk_end: TALK_END },
};

export const TALK_END_ENTRY: Entry = {
  seq: 3,
  sender: BOB,
  device_id: LAPTOP,
  client_id: "01JD9Z6T7W2C:end",
  server_time: NOW + 6_400,
  enc: 0,
  content: TALK_END,
};

export const GROUP_INFO: ConversationInfo = {
  kind: "group",
  title: "周末爬山",
  picture: null,
  description: "",
  announcement: { text: "周六早上七点，北门集合。", by: ALICE, at: NOW },
  settings: { who_writes: "everyone", who_adds: "everyone", approval: false, history_for_new: false },
  disappear_after_s: 0,
  pins: [12],
  member_count: 8,
};

export const BOB_AS_MEMBER: Member = {
  account_id: BOB,
  address: `tel:${BOB_NUMBER}`,
  name: "Bob",
  picture: null,
  role: "member",
  state: "active",
  muted_until: null,
  from_seq: 1,
  delivered: 2,
  read: 1,
  heard: 0,
};
