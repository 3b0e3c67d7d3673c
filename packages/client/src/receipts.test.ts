import { expect, test } from "bun:test";
import type { ConversationId, Entry, Member } from "@feiliao/protocol";
import { HandPumped, HELLO } from "./testing/hand-pumped.ts";
import { ME, PEER } from "./testing/log-server.ts";
import { testMember } from "./testing/member.ts";
import { settled } from "./testing/virtual-clock.ts";

const ID: ConversationId = "con_a";

function member(account_id: typeof ME, name: string | null, read = 0): Member {
  return testMember(account_id, read, { name });
}

const ENTRY: Entry = {
  ...{ seq: 1, sender: PEER, device_id: "dev_1", client_id: "c1", server_time: 1, enc: 0 },
  content: { type: "text", text: "hello" },
};

test("MO6: the answer to a receipt changes nothing but the positions", async () => {
  const pumped = await HandPumped.start();
  await settled();
  const { client, end, clock } = pumped;
  await end.answer(end.take("session/hello"), HELLO);
  await end.answer(end.take("sync/pull"), {
    ...{ token: "t", more: false, account_reset: false, account: [] },
    conversations: [
      {
        ...{ conversation_id: ID, epoch: 1, last_seq: 1, reset: true, entries: [ENTRY] },
        members: [member(ME, null), member(PEER, "Bob")],
      },
    ],
  });
  client.markRead(ID, 1);
  await clock.pass(200);
  const advance = end.take("receipt/advance");
  await end.push({ event: "members", conversation_id: ID, members: [member(ME, "Alice")] });
  await end.answer(advance, { delivered: 1, read: 1, heard: 0 });
  expect(client.conversation(ID)?.me).toEqual(member(ME, "Alice", 1));
  await client.stop();
});
