import { expect, test } from "bun:test";
import type { ConversationId, Entry, EntryContent, SyncPage } from "@feiliao/protocol";
import { HandPumped, HELLO } from "./testing/hand-pumped.ts";
import { ME, PEER } from "./testing/log-server.ts";
import { testMember } from "./testing/member.ts";
import { settled } from "./testing/virtual-clock.ts";

const ID: ConversationId = "con_a";

function entry(seq: number, content: EntryContent): Entry {
  return { seq, sender: PEER, device_id: "dev_1", client_id: `c${seq}`, server_time: seq, enc: 0, content };
}

const TEXT = entry(1, { type: "text", text: "hello" });
const CANCELLED_TALK = [
  entry(2, { type: "voice", talk_id: "tlk_1" }),
  entry(3, {
    ...{ type: "talk_end", target: 2, talk_id: "tlk_1", outcome: "cancelled", packets: 0 },
    ...{ duration_ms: 0, waveform: "" },
  }),
];

const PAGE: SyncPage = {
  ...{ token: "t", more: false, account_reset: true },
  account: [
    {
      ...{ type: "conversation", position: 1, conversation_id: ID, kind: "direct" },
      ...{ title: null, opened_by_me: false, state: "active", invited_by: null, at: 1 },
    },
  ],
  conversations: [
    {
      ...{ conversation_id: ID, epoch: 1, last_seq: 3, reset: true, entries: CANCELLED_TALK },
      members: [testMember(ME), testMember(PEER)],
    },
  ],
};

test("SY8: a new device has a message to show although the newest entries of the log are none", async () => {
  const pumped = await HandPumped.start();
  await settled();
  const { client, end } = pumped;
  await end.answer(end.take("session/hello"), HELLO);
  await end.answer(end.take("sync/pull"), PAGE);
  expect(client.conversations).toEqual([]);
  const read = end.take("conversation/read");
  expect(read.input).toMatchObject({ conversation_id: ID, before_seq: 2 });
  await end.answer(read, { epoch: 1, last_seq: 3, entries: [TEXT] });
  expect(client.conversations[0]?.last?.content).toEqual({ type: "text", text: "hello" });
  await client.stop();
});
