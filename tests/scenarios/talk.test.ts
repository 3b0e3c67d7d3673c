import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import {
  converse,
  type Device,
  onVirtualClock,
  PEOPLE,
  post,
  signUp,
  story,
  Device as TestDevice,
  until,
} from "@feiliao/testkit";
import { fetched, heard, numbers, speak, start, stored } from "./spoken.ts";

/** Alice with a device, and a conversation with somebody who is not here. */
async function aliceAlone(url: string): Promise<{ alice: Device; conversation_id: ConversationId }> {
  const alice = new TestDevice(url, await signUp(url, PEOPLE.alice.number, "phone"));
  const { conversation_id } = await alice.post("conversation/open", { address: `tel:${PEOPLE.bob.number}` });
  await alice.connect();
  return { alice, conversation_id };
}

test("TK1 TK2 a talk is heard while it is spoken, and kept when it has ended", async () => {
  await story({ alice: 1, bob: 2 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const [listening, away] = bob.devices;
    await listening!.call("conversation/attend", { conversation_id });
    const starting = start(alice.device, conversation_id); // packets do not wait for its answer
    speak(alice.device, 7, 0, 1);
    speak(alice.device, 7, 1, 2);
    const { talk_id, seq } = await starting;
    const voice = await away!.event("entry");
    expect(voice.entry).toMatchObject({ seq, content: { type: "voice", talk_id } });
    await until("the first packets", () => heard(listening!).length === 3);
    expect(listening!.entries.some((entry) => entry.content.type === "talk_end")).toBe(false);
    speak(alice.device, 7, 3, 2);
    await until("all packets are stored", () => stored(alice.device) === 5);
    const end = await alice.device.call("talk/end", { talk_id, packets: 5, waveform: "0v" });
    expect(heard(listening!)).toEqual(numbers(5));
    expect(heard(away!)).toEqual([]);
    await until("the end frame", () =>
      listening!.voice.some((frame) => frame.kind === "end" && frame.packet === 5),
    );
    const { entry } = await away!.event("entry", (event) => event.entry.content.type === "talk_end");
    const content = {
      type: "talk_end",
      target: seq,
      talk_id,
      outcome: "complete",
      packets: 5,
      duration_ms: 100,
      waveform: "0v",
    };
    expect(entry).toMatchObject({ seq: end.seq, content });
    const { entries } = await away!.call("conversation/read", { conversation_id });
    expect(entries[0]!.fold).toMatchObject({ talk_end: content });
    expect(await fetched(away!, talk_id)).toEqual(numbers(5));
  });
});

test("TK3 who comes late hears from the live edge on", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 10);
    await until("they are stored", () => stored(alice.device) === 10);
    await bob.device.call("conversation/attend", { conversation_id });
    speak(alice.device, 7, 10, 3);
    expect(await bob.device.event("talk")).toMatchObject({ from_packet: 10 });
    await until("the live packets", () => heard(bob.device).length === 3);
    expect(heard(bob.device)).toEqual([10, 11, 12]);
  });
});

test("TK2 a listener whose socket broke goes on where it was", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await bob.device.call("conversation/attend", { conversation_id });
    const { talk_id } = await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 4);
    await until("four packets", () => heard(bob.device).length === 4);
    bob.device.disconnect();
    speak(alice.device, 7, 4, 40);
    await until("they are stored", () => stored(alice.device) === 44);
    speak(alice.device, 7, 44, 1);
    await bob.device.connect();
    await bob.device.call("conversation/attend", { conversation_id, resume: [{ talk_id, from_packet: 4 }] });
    speak(alice.device, 7, 45, 2);
    await until("the rest", () => heard(bob.device).at(-1) === 46);
    expect(heard(bob.device)).toEqual(numbers(47));
  });
});

test("TK5 a talk goes on after its socket broke; repeated packets change nothing", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await bob.device.call("conversation/attend", { conversation_id });
    const first = await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 20);
    await until("they are stored", () => stored(alice.device) === 20);
    alice.device.disconnect();
    await alice.device.connect();
    const second = await start(alice.device, conversation_id, "talk", 9);
    expect(second).toEqual({ ...first, next_packet: 20 });
    speak(alice.device, 9, 15, 10);
    speak(alice.device, 9, 30, 5); // a gap: refused as a whole
    speak(alice.device, 9, 25, 5);
    await until("the rest is stored", () => stored(alice.device) === 30);
    await alice.device.call("talk/end", { talk_id: first.talk_id, packets: 30 });
    expect(heard(bob.device)).toEqual(numbers(30));
    expect(await fetched(bob.device, first.talk_id)).toEqual(numbers(30));
    const { last_seq } = await bob.device.call("conversation/read", { conversation_id });
    expect(last_seq).toBe(2);
  });
});

test("TK6 a talk cannot end before its last packet, and its end can be repeated", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const { talk_id } = await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 3);
    const early = alice.device.call("talk/end", { talk_id, packets: 5 });
    await expect(early).rejects.toMatchObject({ code: "upload_offset", details: { expected: 3 } });
    speak(alice.device, 7, 3, 2);
    const end = await alice.device.call("talk/end", { talk_id, packets: 5 });
    expect(await alice.device.post("talk/end", { talk_id, packets: 5 })).toEqual(end);
    await expect(start(alice.device, conversation_id)).rejects.toMatchObject({ code: "talk_ended" });
  });
});

test("TK4 D13 what was said is on disk within half a second, and the talker is told", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const { alice, conversation_id } = await aliceAlone(url);
    const { talk_id } = await start(alice, conversation_id);
    speak(alice, 7, 0, 25);
    await until("they have arrived", async () => (await fetched(alice, talk_id)).length === 25);
    expect(stored(alice)).toBe(0);
    clock.advance(500);
    await until("the answer of the disk", () => stored(alice) === 25);
    alice.disconnect();
  });
});

test("TK7 a talker who vanished leaves what arrived, and may complete it later", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const { alice, conversation_id } = await aliceAlone(url);
    const { talk_id } = await start(alice, conversation_id);
    speak(alice, 7, 0, 8);
    await until("stored", () => {
      clock.advance(300);
      return stored(alice) === 8;
    });
    const outcome = async () => {
      const { entries } = await alice.post("conversation/read", { conversation_id });
      return entries[0]!.fold?.talk_end;
    };
    expect(await outcome()).toBeUndefined();
    await until("the interruption", async () => {
      clock.advance(1_000);
      return (await outcome())?.outcome === "interrupted";
    });
    expect(await fetched(alice, talk_id)).toEqual(numbers(8));
    const again = await start(alice, conversation_id);
    expect(again).toMatchObject({ talk_id, next_packet: 8 });
    speak(alice, 7, 8, 2);
    await alice.call("talk/end", { talk_id, packets: 10 });
    expect(await outcome()).toMatchObject({ outcome: "complete", packets: 10 });
    expect(await fetched(alice, talk_id)).toEqual(numbers(10));
    alice.disconnect();
  });
});

test("TK8 a cancelled talk keeps no packets", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await bob.device.call("conversation/attend", { conversation_id });
    const { talk_id } = await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 5);
    await until("they are heard", () => heard(bob.device).length === 5);
    await alice.device.call("talk/cancel", { talk_id });
    await bob.device.event(
      "entry",
      ({ entry }) => entry.content.type === "talk_end" && entry.content.outcome === "cancelled",
    );
    await until("the end frame", () => bob.device.voice.some((frame) => frame.kind === "end"));
    expect((await bob.device.fetch(`/v1/talks/${talk_id}/packets`)).status).toBe(404);
    await expect(alice.device.call("talk/end", { talk_id, packets: 5 })).rejects.toMatchObject({
      code: "talk_ended",
    });
  });
});

test("TK9 acknowledged packets survive a restart, and the talk goes on", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(alice, bob);
    const { talk_id } = await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 12);
    await until("they are stored", () => stored(alice.device) === 12);
    await server.restart();
    await until("the socket closed", () => !alice.device.connected);
    await alice.device.connect();
    const again = await start(alice.device, conversation_id);
    expect(again).toMatchObject({ talk_id, next_packet: 12 });
    speak(alice.device, 7, 12, 3);
    await alice.device.call("talk/end", { talk_id, packets: 15 });
    expect(await fetched(bob.device, talk_id)).toEqual(numbers(15));
  });
});

test("TK10 strangers can neither fetch a talk nor end it, and friends cannot end it", async () => {
  await story({ alice: 1, bob: 1, carol: 1 }, async ({ alice, bob, carol, server }) => {
    const conversation_id = await converse(alice, bob);
    const { talk_id } = await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 5);
    await until("they are stored", () => stored(alice.device) === 5);
    expect((await carol.device.fetch(`/v1/talks/${talk_id}/packets`)).status).toBe(404);
    expect((await fetch(`${server.url}/v1/talks/${talk_id}/packets`)).status).toBe(401);
    for (const { device } of [bob, carol]) {
      await expect(device.call("talk/end", { talk_id, packets: 5 })).rejects.toMatchObject({
        code: "not_found",
      });
      await expect(device.call("talk/cancel", { talk_id })).rejects.toMatchObject({ code: "not_found" });
    }
    const anonymous = post(server.url, "talk/cancel", { talk_id });
    await expect(anonymous).rejects.toMatchObject({ code: "unauthorized" });
  });
});

test("TK6 TK8 of an end and a cancellation at once one wins, and the log, the packets and the answers agree", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const { talk_id } = await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 5);
    await until("they are stored", () => stored(alice.device) === 5);
    const outcomes = await Promise.allSettled([
      alice.device.call("talk/end", { talk_id, packets: 5 }),
      alice.device.call("talk/cancel", { talk_id }),
    ]);
    const [ended, cancelled] = outcomes.map((outcome) => outcome.status === "fulfilled");
    expect(ended).not.toBe(cancelled!);
    const { entries } = await bob.device.call("conversation/read", { conversation_id });
    expect(entries.filter((entry) => entry.content.type === "talk_end")).toHaveLength(1);
    expect(entries[0]!.fold!.talk_end!.outcome).toBe(ended ? "complete" : "cancelled");
    const response = await bob.device.fetch(`/v1/talks/${talk_id}/packets`);
    expect(response.status).toBe(ended ? 200 : 404);
  });
});

test("TK6 packets after the end are refused, and nobody hears them", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    await bob.device.call("conversation/attend", { conversation_id });
    const { talk_id } = await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 5);
    await until("they are stored", () => stored(alice.device) === 5);
    await alice.device.call("talk/end", { talk_id, packets: 5 });
    speak(alice.device, 7, 5, 5);
    await until("the refusal", () => alice.device.complaints.length === 1);
    expect(alice.device.complaints[0]).toMatchObject({ error: { code: "talk_ended" } });
    await bob.device.call("profile/get", {});
    expect(heard(bob.device)).toEqual(numbers(5));
  });
});

test("TK7 a stalled network that comes back on the same socket goes on with the same talk", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const { alice, conversation_id } = await aliceAlone(url);
    const { talk_id } = await start(alice, conversation_id);
    const fold = async () =>
      (await alice.post("conversation/read", { conversation_id })).entries[0]!.fold?.talk_end;
    await until("the interruption, with nothing stored yet", async () => {
      clock.advance(1_000);
      return (await fold())?.outcome === "interrupted";
    });
    speak(alice, 7, 0, 6);
    await until("they are stored", () => {
      clock.advance(300);
      return stored(alice) === 6;
    });
    await alice.call("talk/end", { talk_id, packets: 6 });
    expect(await fold()).toMatchObject({ outcome: "complete", packets: 6 });
    expect(await fetched(alice, talk_id)).toEqual(numbers(6));
    alice.disconnect();
  });
});

test("TK10 packets of a talk that has not ended are never cached", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob }) => {
    const conversation_id = await converse(alice, bob);
    const { talk_id } = await start(alice.device, conversation_id);
    speak(alice.device, 7, 0, 5);
    await until("they are stored", () => stored(alice.device) === 5);
    const cacheControl = async () =>
      (await bob.device.fetch(`/v1/talks/${talk_id}/packets`)).headers.get("cache-control");
    expect(await cacheControl()).toBe("no-store");
    await alice.device.call("talk/end", { talk_id, packets: 5 });
    expect(await cacheControl()).toContain("immutable");
  });
});
