import { expect, test } from "bun:test";
import { converse, story, until } from "@feiliao/testkit";
import { stalledSocket } from "./stalled-socket.ts";

/** Each is the longest a message may be: together far more than the system's buffers and the server's queue hold. */
const MESSAGES = 2_500;
const TEXT = "x".repeat(8_000);

test("CV6 a socket that does not read is pushed a gapless beginning, told that it lags, and pulls the rest", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(alice, bob);
    const stalled = await stalledSocket(server.url, bob.device);
    for (let sent = 0; sent < MESSAGES; sent += 100) {
      const batch = Array.from({ length: 100 }, (_, k) =>
        alice.device.call("message/send", {
          conversation_id,
          client_id: `m${sent + k}`,
          content: { type: "text", text: TEXT },
        }),
      );
      await Promise.all(batch);
    }

    stalled.read();
    await until("to be told", () => stalled.events.some(({ event }) => event === "lagging"));
    const told = stalled.events.findIndex(({ event }) => event === "lagging");
    const pushed = stalled.events
      .slice(0, told)
      .flatMap((event) => (event.event === "entry" ? [event.entry.seq] : []));
    expect(pushed).toEqual(Array.from({ length: pushed.length }, (_, k) => k + 1));
    expect(pushed.length).toBeWithin(1, MESSAGES);

    const { last_seq } = await bob.device.post("conversation/read", {
      conversation_id,
      after_seq: pushed.length,
    });
    expect(last_seq).toBe(MESSAGES);
    await alice.device.call("message/send", {
      conversation_id,
      client_id: "afterwards",
      content: { type: "text", text: "Are you back?" },
    });
    await until("the next entry", () =>
      stalled.events.some((event) => event.event === "entry" && event.entry.seq === MESSAGES + 1),
    );
    stalled.close();
  });
}, 60_000);
