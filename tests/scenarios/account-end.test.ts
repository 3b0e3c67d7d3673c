import { expect, test } from "bun:test";
import type { AccountId, ConversationId } from "@feiliao/protocol";
import { DEFAULT_SETTINGS } from "@feiliao/server/conversation/can";
import {
  converse,
  Device,
  onVirtualClock,
  PEOPLE,
  post,
  requestCode,
  signUp,
  story,
  until,
} from "@feiliao/testkit";

const DAY_MS = 24 * 3_600_000;
const { alice: ALICE, bob: BOB, carol: CAROL } = PEOPLE;

const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "none",
    ({ code }) => code,
  );

test("AC24 an account that changes its number keeps everything, and friends see the new one", async () => {
  await story({ alice: 2, bob: 1 }, async ({ alice, bob, server }) => {
    const conversation_id = await converse(bob, alice);
    const content = { type: "text", text: "好" } as const;
    await alice.device.call("message/send", { conversation_id, client_id: "k", content });
    const { verification_id, code } = await requestCode(server.url, CAROL.number);
    const changed = await alice.device.call("account/change-number", { verification_id, code });
    expect(changed).toMatchObject({ account_id: alice.device.account_id, number: CAROL.number });
    const again = await alice.device.call("account/change-number", { verification_id, code });
    expect(again).toEqual(changed);
    await alice.devices[1]!.event("account", ({ change }) => {
      return change.type === "profile" && change.profile.number === CAROL.number;
    });
    const seen = await bob.device.event("members", ({ members }) =>
      members.some(({ address }) => address === `tel:${CAROL.number}`),
    );
    expect(seen.conversation_id).toBe(conversation_id);
    // The old number is free: whoever registers it is somebody else.
    const stranger = await signUp(server.url, ALICE.number, "phone");
    expect(stranger.account_id).not.toBe(alice.device.account_id);
    const opened = await bob.device.post("conversation/open", { address: `tel:${ALICE.number}` });
    expect(opened.conversation_id).not.toBe(conversation_id);
    const same = await bob.device.post("conversation/open", { address: `tel:${CAROL.number}` });
    expect(same.conversation_id).toBe(conversation_id);
  });
});

test("AC24 a number that another account uses is taken, and a PIN guards the change", async () => {
  await story({ alice: 1, bob: 1 }, async ({ alice, server }) => {
    const start = await alice.device.call("account/change-number-start", { number: BOB.number });
    expect(start).toMatchObject({ number: BOB.number, carrier: "china_unicom" });
    const taken = await requestCode(server.url, CAROL.number);
    await alice.device.call("account/set-pin", { pin: "2468" });
    const change = (pin?: string) =>
      alice.device.call("account/change-number", {
        ...taken,
        ...(pin !== undefined && { proof: { type: "pin" as const, pin } }),
      });
    expect(await failure(change())).toBe("pin_required");
    expect(await failure(change("1357"))).toBe("pin_wrong");
    expect(await change("2468")).toMatchObject({ number: CAROL.number });
  });
  await onVirtualClock(async ({ url }, clock) => {
    const alice = await signUp(url, ALICE.number, "phone");
    const bob = await signUp(url, BOB.number, "phone");
    clock.advance(60_000);
    const change = async () =>
      post(url, "account/change-number", await requestCode(url, BOB.number), alice.token);
    expect(await failure(change())).toBe("number_taken");
    clock.advance(61 * DAY_MS); // nobody has used it since
    expect(await change()).toMatchObject({ account_id: alice.account_id, number: BOB.number });
    expect(await failure(post(url, "profile/get", {}, bob.token))).toBe("unauthorized");
  });
});

test("AC25 an account that is deleted is signed out everywhere, and comes back within seven days", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const phone = await signUp(url, ALICE.number, "phone");
    clock.advance(60_000);
    const laptop = await new Device(url, await signUp(url, ALICE.number, "laptop")).connect();
    const bob = await signUp(url, BOB.number, "phone");
    clock.advance(60_000);
    const other = { type: "code", ...(await requestCode(url, BOB.number)) } as const;
    expect(await failure(post(url, "account/delete", { proof: other }, phone.token))).toBe("code_wrong");
    const none = { type: "pin", pin: "2468" } as const;
    expect(await failure(post(url, "account/delete", { proof: none }, phone.token))).toBe("pin_wrong");
    const proof = { type: "code", ...(await requestCode(url, ALICE.number)) } as const;
    const { erase_at } = await post(url, "account/delete", { proof }, phone.token);
    expect(erase_at).toBe(clock.now() + 7 * DAY_MS);
    expect(await laptop.event("goodbye")).toMatchObject({ reason: "revoked", retry: false });
    for (const { token } of [phone, laptop])
      expect(await failure(post(url, "profile/get", {}, token))).toBe("unauthorized");

    clock.advance(7 * DAY_MS - 60_000);
    const requested = { ...(await requestCode(url, ALICE.number)), device_name: "phone" };
    const check = (restore?: true) =>
      post(url, "verification/check", { ...requested, ...(restore && { restore }) });
    await expect(check()).rejects.toMatchObject({ code: "restore_required", details: { erase_at } });
    expect((await check(true)).account_id).toBe(phone.account_id);
    clock.advance(DAY_MS);
    const back = await post(url, "verification/check", {
      ...(await requestCode(url, ALICE.number)),
      device_name: "pc",
    });
    expect(back.account_id).toBe(phone.account_id);
    expect(bob.account_id).not.toBe(phone.account_id);
  });
});

test("AC26 after seven days nothing of it is left but what was said to others, from a deleted account", async () => {
  await onVirtualClock(async ({ url, server }, clock) => {
    const alice = await signUp(url, ALICE.number, "phone");
    await post(url, "profile/set", { name: ALICE.name }, alice.token);
    const bob = await signUp(url, BOB.number, "phone");
    const { conversation_id } = await post(
      url,
      "conversation/open",
      { address: `tel:${BOB.number}` },
      alice.token,
    );
    const content = { type: "text", text: "再见" } as const;
    await post(url, "message/send", { conversation_id, client_id: "k", content }, alice.token);
    clock.advance(60_000);
    const proof = { type: "code", ...(await requestCode(url, ALICE.number)) } as const;
    const { erase_at } = await post(url, "account/delete", { proof }, alice.token);
    const members = async () => (await post(url, "sync/pull", {}, bob.token)).conversations[0]!.members;
    const seen = async () => (await members()).find(({ account_id }) => account_id === alice.account_id)!;
    clock.advance(erase_at - clock.now() - 1);
    expect(await seen()).toMatchObject({ name: ALICE.name, address: `tel:${ALICE.number}` });
    clock.advance(3_600_000);
    await until("bob to see a deleted account", async () => (await seen()).deleted);
    expect(await seen()).toMatchObject({ name: null, picture: null, address: null });
    const { entries } = await post(
      url,
      "conversation/read",
      { conversation_id, after_seq: 0, limit: 9 },
      bob.token,
    );
    expect(entries.map((entry) => entry.content)).toEqual([content]);
    expect(await server.store.accounts.profile(alice.account_id)).toBeNull();
    expect((await server.store.accounts.log(alice.account_id, 0, 9)).changes).toEqual([]);
    await until("the list to be empty", async () => {
      return (await server.store.accounts.listed(alice.account_id)).length === 0;
    });
    const stranger = await signUp(url, ALICE.number, "phone");
    expect(stranger.account_id).not.toBe(alice.account_id);
  });
});

test("AC26 a group that an erased account owned passes on, and says that it has left", async () => {
  await onVirtualClock(async ({ url, server }, clock) => {
    const alice = await signUp(url, ALICE.number, "phone");
    const bob = await signUp(url, BOB.number, "phone");
    const conversation_id: ConversationId = "con_AAAAAAAAAAAAAAAAAAAAAA";
    const person = { address: null, name: null, picture: null };
    await server.store.conversations.createGroup({
      ...{ conversation_id, kind: "group", title: "爬山", settings: DEFAULT_SETTINGS, now: clock.now() },
      members: [alice, bob].map(({ account_id }) => ({ ...person, account_id })),
    });
    await until("the group to be listed", async () => {
      return (await server.store.accounts.listed(alice.account_id)).includes(conversation_id);
    });
    // Whatever keys its owner has used.
    const said = {
      conversation_id,
      client_id: "account erased",
      content: { type: "text", text: "好" },
    } as const;
    await post(url, "message/send", said, alice.token);
    clock.advance(60_000);
    const proof = { type: "code", ...(await requestCode(url, ALICE.number)) } as const;
    const { erase_at } = await post(url, "account/delete", { proof }, alice.token);
    const standing = async (account_id: AccountId) =>
      (await server.store.conversations.standing(conversation_id, account_id))?.standing;
    clock.advance(erase_at - clock.now() - 1);
    expect(await standing(alice.account_id)).toMatchObject({ state: "active", role: "owner" });
    clock.advance(3_600_000);
    await until("bob to own the group", async () => (await standing(bob.account_id))?.role === "owner");
    expect(await standing(alice.account_id)).toMatchObject({ state: "left" });
    await until("the list to be empty", async () => {
      return (await server.store.accounts.listed(alice.account_id)).length === 0;
    });
    const { changes } = await server.store.accounts.log(alice.account_id, 0, 9);
    expect(changes).toEqual([]);
  });
});

test("AC23 a code to the number takes no PIN away", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const { token } = await signUp(url, ALICE.number, "phone");
    await post(url, "account/set-pin", { pin: "2468" }, token);
    clock.advance(60_000);
    const proof = { type: "code", ...(await requestCode(url, ALICE.number)) } as const;
    expect(await failure(post(url, "account/set-pin", { pin: null, proof }, token))).toBe("pin_required");
    expect(await post(url, "profile/get", {}, token)).toMatchObject({ has_pin: true });
  });
});
