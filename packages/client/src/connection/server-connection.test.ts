import { expect, test } from "bun:test";
import type { GoodbyeEvent } from "@feiliao/protocol";
import { metaKey, putMeta } from "../cache/records.ts";
import { CREDENTIALS, HandPumped } from "../testing/hand-pumped.ts";
import { settled } from "../testing/virtual-clock.ts";
import { backoff_ms } from "./backoff.ts";

function phase({ client }: HandPumped): string {
  const { session } = client;
  return session.phase === "signed_in" ? session.connection.phase : session.phase;
}

function goodbye(rest: Omit<GoodbyeEvent, "event">): GoodbyeEvent {
  return { event: "goodbye", ...rest };
}

test("CN1: the first frame is hello with the ticket; online begins with its answer", async () => {
  const pumped = await HandPumped.start();
  await settled();
  expect(phase(pumped)).toBe("connecting");
  expect(pumped.end.calls[0]).toMatchObject({ op: "session/hello", input: { ticket: "ticket", version: 1 } });
  await pumped.greet();
  expect(phase(pumped)).toBe("online");
  await pumped.client.stop();
});

test("CN2: waits grow from 0.3 s to 4 s, each drawn evenly from nothing to its ceiling", () => {
  const full = (length: number) => new Uint8Array(length).fill(255);
  const none = (length: number) => new Uint8Array(length);
  const ceilings = [0, 1, 2, 3, 7, 100].map((attempt) => Math.ceil(backoff_ms(attempt, full)));
  expect(ceilings).toEqual([300, 600, 1_200, 2_400, 4_000, 4_000]);
  expect(backoff_ms(50, none)).toBe(0);
});

test("CN3: without a network it tries again and again, at once when told to, and finds the server when it is back", async () => {
  const pumped = await HandPumped.start();
  await pumped.greet();
  pumped.reachable = false;
  await pumped.end.close();
  expect(phase(pumped)).toBe("waiting");
  await pumped.clock.pass(120_000);
  const tries = pumped.tries;
  expect(tries).toBeGreaterThan(3);
  pumped.reachable = true;
  pumped.client.reconnect();
  expect(pumped.tries).toBe(tries);
  await settled();
  expect(pumped.tries).toBe(tries + 1);
  await pumped.greet();
  expect(phase(pumped)).toBe("online");
  await pumped.client.stop();
});

test("CN3 D9: after any time without a network it knocks within five seconds of the heal", async () => {
  const pumped = await HandPumped.start();
  await pumped.greet();
  pumped.reachable = false;
  await pumped.end.close();
  await pumped.clock.pass(600_000);
  pumped.reachable = true;
  const { tries } = pumped;
  await pumped.clock.pass(5_000);
  expect(pumped.tries).toBeGreaterThan(tries);
  await pumped.greet();
  expect(phase(pumped)).toBe("online");
  await pumped.client.stop();
});

test("CN4: a connection on which nothing comes any more, not even the answer to a question, is given up", async () => {
  const pumped = await HandPumped.start();
  const end = await pumped.greet();
  await pumped.clock.pass(24_000);
  expect(end.has("session/ping")).toBe(false);
  await pumped.clock.pass(2_000);
  expect(end.has("session/ping")).toBe(true);
  expect(phase(pumped)).toBe("online");
  await pumped.clock.pass(10_500);
  expect(pumped.end).not.toBe(end);
  await pumped.client.stop();
});

test("CN4 D16: a silent connection is given up although the wall clock was set back by a day", async () => {
  const pumped = await HandPumped.start();
  const end = await pumped.greet();
  pumped.clock.setBack(86_400_000);
  await pumped.clock.pass(25_000);
  expect(end.has("session/ping")).toBe(true);
  await pumped.clock.pass(11_000);
  expect(pumped.end).not.toBe(end);
  await pumped.client.stop();
});

test("CN4: a connection on which something comes is kept", async () => {
  const pumped = await HandPumped.start();
  const end = await pumped.greet();
  for (let round = 0; round < 10; round++) {
    await pumped.clock.pass(20_000);
    await end.push({ event: "typing", conversation_id: "con_x", account_id: "acc_x", typing: false });
    await pumped.answerPulls();
  }
  expect(pumped.end).toBe(end);
  expect(end.has("session/ping")).toBe(false);
  await pumped.client.stop();
});

test("CN5: a server that shuts down is left alone for the time it names", async () => {
  const pumped = await HandPumped.start();
  const end = await pumped.greet();
  await end.push(goodbye({ reason: "shutdown", retry: true, retry_after_s: 20 }));
  await end.close();
  const { tries } = pumped;
  await pumped.clock.pass(19_900);
  expect(pumped.tries).toBe(tries);
  await pumped.clock.pass(1_000);
  expect(pumped.tries).toBe(tries + 1);
  await pumped.client.stop();
});

test("CN5: a goodbye for good signs the device out", async () => {
  const pumped = await HandPumped.start();
  const end = await pumped.greet();
  await end.push(goodbye({ reason: "revoked", retry: false, retry_after_s: 0 }));
  await end.close();
  expect(pumped.client.session).toEqual({ phase: "signed_out", reason: "revoked" });
  const { tries } = pumped;
  await pumped.clock.pass(600_000);
  expect(pumped.tries).toBe(tries);
});

test("CN5: a server that refuses the hello for now is left alone for the time it names", async () => {
  const pumped = await HandPumped.start();
  await settled();
  const { end } = pumped;
  await end.refuse(end.take("session/hello"), { code: "rate_limited", retry_after_s: 30 });
  const { tries } = pumped;
  await pumped.clock.pass(29_900);
  expect(pumped.tries).toBe(tries);
  await pumped.clock.pass(1_000);
  expect(pumped.tries).toBe(tries + 1);
  await pumped.client.stop();
});

test("TB1: a tab that hears late of its end leaves alone what is signed in by then", async () => {
  const pumped = await HandPumped.start();
  const end = await pumped.greet();
  const other = { ...CREDENTIALS, account_id: "acc_other", token: "other token" } as const;
  await pumped.cache.write([putMeta(metaKey.credentials, other)]);
  await end.push(goodbye({ reason: "revoked", retry: false, retry_after_s: 0 }));
  await end.close();
  expect(pumped.client.session).toMatchObject({ phase: "signed_in", account_id: "acc_other" });
  expect(await pumped.cache.get("meta", metaKey.credentials)).toEqual(other);
  await pumped.client.stop();
});
