import { expect, test } from "bun:test";
import type { AccountChange, ConversationId } from "@feiliao/protocol";
import { HandPumped } from "./testing/hand-pumped.ts";

const ID: ConversationId = "con_a";
const TELLING_MS = 2_000;

function drafted(position: number, text: string, reply_to: number | null = null): AccountChange {
  return {
    type: "draft",
    position,
    conversation_id: ID,
    text,
    reply_to,
    device_id: "dev_other",
    at: position,
  };
}

async function online() {
  const pumped = await HandPumped.start();
  const end = await pumped.greet();
  return { pumped, client: pumped.client, end };
}

test("DR1: what is written is told to the other devices when the typing pauses, and that it was sent", async () => {
  const { pumped, client, end } = await online();
  client.setDraft(ID, "h");
  client.setDraft(ID, "hello", 7);
  await pumped.clock.pass(TELLING_MS - 1);
  expect(end.has("draft/set")).toBe(false);
  await pumped.clock.pass(1);
  const told = end.take("draft/set");
  expect(told.input).toEqual({ conversation_id: ID, text: "hello", reply_to: 7 });
  await end.answer(told, {});
  client.setDraft(ID, "");
  await pumped.clock.pass(TELLING_MS);
  expect(end.take("draft/set").input).toEqual({ conversation_id: ID, text: "", reply_to: null });
  await client.stop();
});

test("DR2: what another device wrote takes the place of what was left alone here, not of what is being written", async () => {
  const { pumped, client, end } = await online();
  await end.push({ event: "account", change: drafted(1, "from the phone", 3) });
  expect(client.conversation(ID)).toMatchObject({ draft: "from the phone", draft_reply_to: 3 });
  client.setDraft(ID, "from here");
  await end.push({ event: "account", change: drafted(2, "more from the phone") });
  expect(client.conversation(ID)?.draft).toBe("from here");
  await pumped.clock.pass(TELLING_MS);
  await end.answer(end.take("draft/set"), {});
  await end.push({ event: "account", change: drafted(3, "") });
  expect(client.conversation(ID)?.draft).toBe("");
  await client.stop();
});

test("DR3: a draft that could not be told is kept and told on the next connection", async () => {
  const { pumped, client, end } = await online();
  await end.close();
  client.setDraft(ID, "offline");
  await client.stop();
  await client.start();
  expect(client.conversation(ID)?.draft).toBe("offline");
  const again = await pumped.greet();
  await pumped.clock.pass(0);
  expect(again.take("draft/set").input).toMatchObject({ text: "offline" });
  await client.stop();
});
