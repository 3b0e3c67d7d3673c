import { expect, test } from "bun:test";
import type { AccountChange, ConversationId } from "@feiliao/protocol";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { type Cast, converse, type Device, story, until } from "@feiliao/testkit";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

type Scheduled = Extract<AccountChange, { type: "scheduled" }>;

/** A server whose time passes only as the test says. */
function onVirtualTime(
  act: (cast: Cast<"alice" | "bob">, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  return story({ alice: 2, bob: 1 }, (cast) => act(cast, clock), { overrides: { clock } });
}

function schedule(
  device: Device,
  conversation_id: ConversationId,
  scheduled_id: string,
  due_at: number,
  words = scheduled_id,
) {
  const content = { type: "text", text: words } as const;
  return device.post("schedule/set", { scheduled_id, conversation_id, content, due_at });
}

/** What a device that comes now learns of what is scheduled. */
async function scheduled(device: Device): Promise<Scheduled[]> {
  const { account } = await device.post("sync/pull", {});
  return account.filter((change): change is Scheduled => change.type === "scheduled");
}

async function logOf(device: Device, conversation_id: ConversationId) {
  return (await device.post("conversation/read", { conversation_id })).entries;
}

/** Lets the workers run until something is so. */
async function runUntil(what: string, clock: VirtualClock, holds: () => Promise<boolean>): Promise<void> {
  await until(what, async () => {
    clock.advance(20_000);
    return await holds();
  });
}

test("SC1 a scheduled message is sent when it is due, and all devices learn that it waits and that it was sent", async () => {
  await onVirtualTime(async ({ alice, bob }, clock) => {
    const conversation_id = await converse(alice, bob);
    const [phone, pc] = alice.devices;
    const due_at = clock.now() + 10 * MINUTE_MS;
    await schedule(phone!, conversation_id, "later", due_at, "good morning");
    const waits = await pc!.event("account", ({ change }) => change.type === "scheduled");
    expect(waits.change).toMatchObject({
      scheduled_id: "later",
      message: { conversation_id, due_at, failure: null, content: { text: "good morning" } },
    });
    phone!.disconnect();
    clock.advance(9 * MINUTE_MS);
    expect(await logOf(bob.device, conversation_id)).toEqual([]);
    await runUntil("bob has it", clock, async () => bob.device.entries.length > 0);
    expect(bob.device.entries).toMatchObject([
      { client_id: "later", sender: phone!.account_id, device_id: phone!.device_id },
    ]);
    expect(bob.device.entries[0]!.server_time).toBeGreaterThanOrEqual(due_at);
    const sent = await pc!.event(
      "account",
      ({ change }) => change.type === "scheduled" && change.message === null,
    );
    expect(sent.change).toMatchObject({ scheduled_id: "later" });
    await until("the other device has the message", () => pc!.entries.length > 0);
  });
});

test("SC2 D2 what is due while the server is off is sent once when it is back, and once when it is sent by hand too", async () => {
  await onVirtualTime(async ({ alice, bob, server }, clock) => {
    const conversation_id = await converse(alice, bob);
    await schedule(alice.device, conversation_id, "later", clock.now() + 10 * MINUTE_MS);
    await server.restart(async () => clock.advance(20 * MINUTE_MS));
    const content = { type: "text", text: "later" } as const;
    const byHand = { conversation_id, client_id: "later", content };
    const { seq } = await alice.device.post("message/send", byHand);
    await runUntil("it is settled", clock, async () => (await scheduled(alice.device))[0]?.message === null);
    expect(await alice.device.post("message/send", byHand)).toMatchObject({ seq });
    expect(await logOf(bob.device, conversation_id)).toHaveLength(1);
  });
});

test("SC3 while it waits it is changed and cancelled, and after it was sent it is neither", async () => {
  await onVirtualTime(async ({ alice, bob }, clock) => {
    const conversation_id = await converse(alice, bob);
    const due_at = clock.now() + 10 * MINUTE_MS;
    await schedule(alice.device, conversation_id, "changed", due_at, "first");
    await schedule(alice.devices[1]!, conversation_id, "changed", due_at + MINUTE_MS, "second");
    await schedule(alice.device, conversation_id, "cancelled", due_at);
    await alice.device.post("schedule/cancel", { scheduled_id: "cancelled" });
    const twice = alice.device.post("schedule/cancel", { scheduled_id: "cancelled" });
    await expect(twice).rejects.toMatchObject({ code: "target_gone" });
    const bobs = bob.device.post("schedule/cancel", { scheduled_id: "changed" });
    await expect(bobs).rejects.toMatchObject({ code: "target_gone" });
    await runUntil("it is sent", clock, async () => bob.device.entries.length > 0);
    expect(clock.now()).toBeGreaterThanOrEqual(due_at + MINUTE_MS);
    expect(await logOf(bob.device, conversation_id)).toMatchObject([{ content: { text: "second" } }]);
    await until("it is settled", async () =>
      (await scheduled(alice.device)).every(({ message }) => message === null),
    );
    const late = alice.device.post("schedule/cancel", { scheduled_id: "changed" });
    await expect(late).rejects.toMatchObject({ code: "target_gone" });
  });
});

test("SC4 what may not be sent when it is due stays with the reason, until it is cancelled or scheduled again", async () => {
  await onVirtualTime(async ({ alice, bob, server }, clock) => {
    const conversation_id = await converse(alice, bob);
    const { account_id } = alice.device;
    for (const scheduled_id of ["a", "b"]) {
      await schedule(alice.device, conversation_id, scheduled_id, clock.now() + 10 * MINUTE_MS);
    }
    await server.server.store.conversations.setBlocked(conversation_id, account_id, true);
    await runUntil("both have failed", clock, async () =>
      (await scheduled(alice.device)).every(({ message }) => message?.failure === "blocked"),
    );
    expect(await logOf(bob.device, conversation_id)).toEqual([]);
    const blocked = schedule(alice.device, conversation_id, "a", clock.now() + 10 * MINUTE_MS);
    await expect(blocked).rejects.toMatchObject({ code: "blocked" });
    await server.server.store.conversations.setBlocked(conversation_id, account_id, false);
    await schedule(alice.device, conversation_id, "a", clock.now() + 10 * MINUTE_MS);
    await alice.device.post("schedule/cancel", { scheduled_id: "b" });
    await runUntil("the other one is sent", clock, async () => bob.device.entries.length > 0);
    expect(bob.device.entries.map(({ client_id }) => client_id)).toEqual(["a"]);
  });
});

test("SC5 it is scheduled from 10 minutes to a year ahead, where one may write, at most 100 at a time", async () => {
  await onVirtualTime(async ({ alice, bob }, clock) => {
    const conversation_id = await converse(alice, bob);
    const at = (ahead_ms: number, key: string) =>
      schedule(alice.device, conversation_id, key, clock.now() + ahead_ms);
    for (const ahead_ms of [-DAY_MS, 0, 10 * MINUTE_MS - 1, 366 * DAY_MS + 1]) {
      await expect(at(ahead_ms, "no")).rejects.toMatchObject({ code: "schedule_range" });
    }
    await at(366 * DAY_MS, "first");
    await Promise.all(Array.from({ length: 99 }, (_, index) => at(DAY_MS, `${index}`)));
    await expect(at(DAY_MS, "another")).rejects.toMatchObject({ code: "limit_reached" });
    await at(2 * DAY_MS, "first");
    const nowhere = `con_${"A".repeat(22)}` as const;
    const foreign = schedule(alice.device, nowhere, "x", clock.now() + DAY_MS);
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
    const blob_id = `blb_${"A".repeat(43)}`;
    const picture = { blob_id, mime: "image/png", size: 1, width: 1, height: 1, thumbhash: "" } as const;
    const content = { type: "image" as const, ...picture };
    const missing = bob.device.post("schedule/set", {
      ...{ scheduled_id: "x", conversation_id, content, due_at: clock.now() + DAY_MS },
    });
    await expect(missing).rejects.toMatchObject({ code: "media_missing" });
  });
});
