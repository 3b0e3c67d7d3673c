import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import {
  converse,
  Device,
  onVirtualClock,
  PEOPLE,
  type Person,
  signUp,
  story,
  until,
} from "@feiliao/testkit";
import { change, groupOf, idOf, key, say } from "./groups-people.ts";
import { heard, numbers, speak, start, stored } from "./spoken.ts";

const attend = ({ device }: Person, conversation_id: ConversationId) =>
  device.call("conversation/attend", { conversation_id });

test("CV25 D17 who is removed hears, sees and is heard no more, though their screen shows the group still", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await groupOf(alice, [bob, carol]);
    for (const person of [bob, carol]) await attend(person, conversation_id);
    const { talk_id } = await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 2);
    await until("both hear it", () => [bob, carol].every(({ device }) => heard(device).length === 2));
    await change(alice, conversation_id, "removed", bob);
    speak(alice.device, 7, 2, 2);
    await alice.device.call("conversation/typing", { conversation_id, typing: true });
    await say(alice.device, conversation_id, "without Bob");
    await until("Carol has all of it", () => {
      const { device } = carol;
      const typed = device.events.some(({ event }) => event === "typing");
      return typed && heard(device).length === 4 && device.entries.at(-1)?.content.type === "text";
    });
    expect(heard(bob.device)).toEqual(numbers(2));
    expect(bob.device.events.filter(({ event }) => event === "typing")).toEqual([]);
    expect(bob.device.entries.map(({ content }) => content.type)).not.toContain("text");
    await expect(attend(bob, conversation_id)).rejects.toMatchObject({ code: "not_found" });
    const typing = bob.device.call("conversation/typing", { conversation_id, typing: true });
    await expect(typing).rejects.toMatchObject({ code: "not_found" });
    const response = await bob.device.fetch(`/v1/talks/${talk_id}/packets`);
    expect(response.status).toBe(404);
  });
});

test("CV25 D13 D17 the talk of who is removed ends there, and what they said before is kept", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await groupOf(alice, [bob, carol]);
    await attend(carol, conversation_id);
    const { talk_id, seq } = await start(bob.device, conversation_id);
    speak(bob.device, 7, 0, 3);
    await until("Bob's words are stored", () => stored(bob.device) === 3);
    await change(alice, conversation_id, "removed", bob);
    speak(bob.device, 7, 3, 3);
    const { entry } = await carol.device.event("entry", (event) => event.entry.content.type === "talk_end");
    expect(entry.content).toMatchObject({ target: seq, talk_id, outcome: "interrupted", packets: 3 });
    expect(heard(carol.device)).toEqual(numbers(3));
    const again = bob.device.call("talk/end", { talk_id, packets: 3, waveform: "" });
    await expect(again).rejects.toMatchObject({ code: "not_found" });
  });
});

test("CV27 D17 who comes in gets the entry that says so, and everything after it", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol }) => {
    const conversation_id = await groupOf(alice, [bob]);
    await say(alice.device, conversation_id, "before Carol");
    await carol.device.post("conversation/open", { address: alice.address });
    await alice.device.post("group/add", {
      ...{ conversation_id, client_id: key(), account_ids: [idOf(carol)] },
    });
    await say(bob.device, conversation_id, "with Carol");
    const seen = () => carol.device.entries.map(({ content }) => content.type);
    await until("Carol has the message", () => seen().includes("text"));
    expect(seen()).toEqual(["membership", "text"]);
    const here = carol.device.events.filter((event) => {
      return "conversation_id" in event && event.conversation_id === conversation_id;
    });
    // What an entry has changed follows it.
    expect(here.slice(0, 3).map(({ event }) => event)).toEqual(["entry", "info", "members"]);
  });
});

test("CV24 messages disappear from the server when their time has come, and their words with them", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const alice = new Device(url, await signUp(url, PEOPLE.alice.number, "phone"));
    const address = `tel:${PEOPLE.bob.number}` as const;
    const { conversation_id } = await alice.post("conversation/open", { address });
    const disappear_after_s = 60;
    await alice.post("group/set", { conversation_id, client_id: key(), disappear_after_s });
    await say(alice, conversation_id, "a secret");
    const contents = async () => {
      const { entries } = await alice.post("conversation/read", { conversation_id });
      return entries.map(({ content }) => content);
    };
    expect((await contents()).at(-1)).toMatchObject({ type: "text", expires_in_s: 60 });
    clock.advance(58_000);
    expect((await contents()).at(-1)).toMatchObject({ type: "text" });
    await until("it is erased", async () => {
      clock.advance(1_000);
      return (await contents()).at(-1)?.type === "erased";
    });
  });
});

test("CV27 a conversation of two has its state pushed, too", async () => {
  await story({ alice: 2, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const seq = await say(alice.device, conversation_id, "remember this");
    const pin = { type: "pin", target: seq, pinned: true } as const;
    await bob.device.call("message/change", { conversation_id, client_id: key(), change: pin });
    for (const device of [...alice.devices, bob.device]) {
      const { info } = await device.event("info");
      expect(info).toMatchObject({ kind: "direct", pins: [seq] });
    }
  });
});
