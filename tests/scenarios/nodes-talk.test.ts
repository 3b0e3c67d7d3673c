import { expect, test } from "bun:test";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { type Device, until } from "@feiliao/testkit";
import { acrossNodes } from "./across-nodes.ts";
import { fetched, heard, numbers, speak, start, stored } from "./spoken.ts";

const gaps = (device: Device) => device.voice.filter((frame) => frame.kind === "gap");

test("TK2 TK3 a talk is heard at another node while it is spoken, from the live edge on, and fetched there", async () => {
  await acrossNodes(async ({ alice, bob, conversation_id }) => {
    const { talk_id } = await start(alice, conversation_id);
    speak(alice, 7, 0, 10);
    await until("they are stored", () => stored(alice) === 10);
    await bob.call("conversation/attend", { conversation_id });
    speak(alice, 7, 10, 5);
    await until("the live ones", () => heard(bob).length === 5);
    expect(await bob.event("talk")).toMatchObject({ talk_id, from_packet: 10 });
    expect(heard(bob)).toEqual(numbers(5, 10));
    await until("all are stored", () => stored(alice) === 15);
    expect(await fetched(bob, talk_id)).toEqual(numbers(15));
    await alice.call("talk/end", { talk_id, packets: 15 });
    await until("the end frame", () => bob.voice.some((frame) => frame.kind === "end"));
    expect(await fetched(bob, talk_id)).toEqual(numbers(15));
  });
});

test("TK2 a listener who comes back to another node than the talker's hears everything once and in order", async () => {
  await acrossNodes(async ({ cluster, alice, bob, conversation_id }) => {
    await bob.call("conversation/attend", { conversation_id });
    const { talk_id } = await start(alice, conversation_id);
    speak(alice, 7, 0, 4);
    await until("four packets", () => heard(bob).length === 4);
    bob.disconnect();
    speak(alice, 7, 4, 40);
    await until("they are stored", () => stored(alice) === 44);
    speak(alice, 7, 44, 6); // on their way to the disk when Bob is back
    const back = await cluster.moved(bob, 1);
    await back.call("conversation/attend", { conversation_id, resume: [{ talk_id, from_packet: 4 }] });
    for (let packet = 50; packet < 80; packet += 2) {
      speak(alice, 7, packet, 2);
      await Bun.sleep(0);
    }
    await until("the rest", () => heard(back).at(-1) === 79);
    expect(heard(back)).toEqual(numbers(76, 4));
    expect(gaps(back)).toEqual([]);
  });
});

test("TK2 a listener who comes back when nothing more is spoken gets what was on its way to the disk", async () => {
  await acrossNodes(async ({ cluster, alice, bob, conversation_id }) => {
    const { talk_id } = await start(alice, conversation_id);
    speak(alice, 7, 0, 6);
    const back = await cluster.moved(bob, 1);
    await back.call("conversation/attend", { conversation_id, resume: [{ talk_id, from_packet: 0 }] });
    await until("all of it", () => heard(back).length === 6);
    await alice.call("talk/end", { talk_id, packets: 6 });
    await until("the end frame", () =>
      back.voice.some((frame) => frame.kind === "end" && frame.packet === 6),
    );
    expect(heard(back)).toEqual(numbers(6));
  });
});

test("TK2 what the doorbell lost of a talk is a gap that says where it goes on", async () => {
  await acrossNodes(async ({ cluster, alice, bob, conversation_id }) => {
    await bob.call("conversation/attend", { conversation_id });
    await start(alice, conversation_id);
    speak(alice, 7, 0, 4);
    await until("four packets", () => heard(bob).length === 4);
    cluster.doorbell.silence();
    speak(alice, 7, 4, 4);
    await until("they are stored", () => stored(alice) === 8);
    cluster.doorbell.mend();
    speak(alice, 7, 8, 2);
    await until("the rest", () => heard(bob).length === 6);
    expect(heard(bob)).toEqual([0, 1, 2, 3, 8, 9]);
    expect(gaps(bob)).toMatchObject([{ packet: 8 }]);
  });
});

test("TK5 a talker goes on at another node, and the first one lets go without interrupting", async () => {
  const clock = new VirtualClock();
  await acrossNodes(
    async ({ cluster, alice, bob, conversation_id }) => {
      const commit = (device: Device, packets: number) =>
        until(`${packets} packets on disk`, () => {
          clock.advance(300);
          return stored(device) === packets;
        });
      await bob.call("conversation/attend", { conversation_id });
      const first = await start(alice, conversation_id);
      speak(alice, 7, 0, 20);
      await commit(alice, 20);
      alice.disconnect();
      const moved = await cluster.moved(alice, 1);
      expect(await start(moved, conversation_id, "talk", 9)).toEqual({ ...first, next_packet: 20 });
      let spoken = 20;
      for (let second = 0; second < 20; second++) {
        speak(moved, 9, spoken, 5);
        spoken += 5;
        await commit(moved, spoken);
        clock.advance(1_000);
      }
      await moved.call("talk/end", { talk_id: first.talk_id, packets: spoken });
      const { entries } = await bob.call("conversation/read", { conversation_id });
      expect(entries.map(({ content }) => content.type)).toEqual(["voice", "talk_end"]);
      expect(entries[1]!.content).toMatchObject({ outcome: "complete", packets: spoken });
      expect(heard(bob)).toEqual(numbers(spoken));
      expect(await fetched(bob, first.talk_id)).toEqual(numbers(spoken));
    },
    { overrides: { clock } },
  );
});

test("TK4 D13 no packet is acknowledged before it is on disk", async () => {
  await acrossNodes(async ({ cluster, alice, conversation_id }) => {
    const { talks } = cluster.store;
    const store = talks.store.bind(talks);
    const [asked, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    talks.store = async (...packets) => {
      asked.resolve();
      await written.promise;
      return store(...packets);
    };
    await start(alice, conversation_id);
    speak(alice, 7, 0, 5);
    await asked.promise;
    await alice.call("profile/get", {}); // an acknowledgement would have come before this answer
    const early = stored(alice);
    written.resolve();
    expect(early).toBe(0);
    await until("they are on disk", () => stored(alice) === 5);
  });
});

test("TK9 a talk whose node died is ended by the others, once, with all that was stored", async () => {
  const clock = new VirtualClock();
  await acrossNodes(
    async ({ cluster, alice, bob, conversation_id }) => {
      const { talk_id } = await start(alice, conversation_id);
      speak(alice, 7, 0, 8);
      await until("they are stored", () => {
        clock.advance(300);
        return stored(alice) === 8;
      });
      await cluster.stop(0);
      const { entry } = await until("the interruption", () => {
        clock.advance(500);
        return bob.events.find(
          (event) => event.event === "entry" && event.entry.content.type === "talk_end",
        ) as { entry: { content: object } } | undefined;
      });
      expect(entry.content).toMatchObject({ talk_id, outcome: "interrupted", packets: 8 });
      for (let passed = 0; passed < 20; passed++) {
        clock.advance(1_000);
        await bob.call("profile/get", {});
      }
      expect((await bob.call("conversation/read", { conversation_id })).last_seq).toBe(2);
      expect(await fetched(bob, talk_id)).toEqual(numbers(8));
    },
    { nodes: 4, overrides: { clock } },
  );
});

test("TK7 an interrupted talk that went on and was cut again is kept as far as it came", async () => {
  const clock = new VirtualClock();
  await acrossNodes(
    async ({ cluster, alice, bob, conversation_id }) => {
      const fold = async () =>
        (await bob.call("conversation/read", { conversation_id })).entries[0]!.fold?.talk_end;
      const commit = (packets: number) =>
        until("they are stored", () => {
          clock.advance(300);
          return stored(alice) === packets;
        });
      const interrupted = (packets: number) =>
        until("the interruption", async () => {
          clock.advance(1_000);
          return (await fold())?.packets === packets;
        });
      await start(alice, conversation_id);
      speak(alice, 7, 0, 5);
      await commit(5);
      await interrupted(5);
      speak(alice, 7, 5, 4);
      await commit(9);
      await cluster.stop(0);
      await interrupted(9);
      expect(await fold()).toMatchObject({ outcome: "interrupted", packets: 9 });
    },
    { overrides: { clock } },
  );
});
