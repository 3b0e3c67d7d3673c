import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { jsonLogger } from "@feiliao/server/platform/logger";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import {
  converse,
  Device,
  onVirtualClock,
  PEOPLE,
  post,
  requestCode,
  signUp,
  startTestServer,
  story,
  until,
} from "@feiliao/testkit";

const { number } = PEOPLE.alice;

const SECOND_MS = 1_000;
const DAY_MS = 24 * 3_600 * SECOND_MS;

test("AC2 the same number on a second device is the same account with another token", async () => {
  await story({ alice: 2 }, async ({ alice }) => {
    const [phone, pc] = alice.devices;
    expect(pc!.account_id).toBe(phone!.account_id);
    expect(pc!.device_id).not.toBe(phone!.device_id);
    expect(pc!.token).not.toBe(phone!.token);
    const { devices } = await pc!.post("device/list", {});
    expect(devices.map((device) => device.current)).toEqual([false, true]);
  });
});

test("AC11 with a registration PIN a code alone signs nobody in", async () => {
  await story({ alice: 1 }, async ({ alice, server }) => {
    expect(await alice.device.post("account/set-pin", { pin: "2468" })).toEqual({ has_pin: true });
    const { verification_id, code } = await requestCode(server.url, number);
    const check = (pin?: string) =>
      post(server.url, "verification/check", {
        verification_id,
        code,
        device_name: "pc",
        ...(pin && { pin }),
      });
    await expect(check()).rejects.toMatchObject({ code: "pin_required" });
    await expect(check("1357")).rejects.toMatchObject({ code: "pin_wrong" });
    expect(await check("2468")).toMatchObject({ account_id: alice.device.account_id });
  });
});

test("AC12 a number idle for 60 days gets a new account and none of the old history", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const before = await signUp(url, number, "old phone");
    const bob = await signUp(url, PEOPLE.bob.number, "phone");
    const { conversation_id } = await post(url, "conversation/open", { address: `tel:${number}` }, bob.token);
    clock.advance(59 * DAY_MS);
    const within = await signUp(url, number, "new phone");
    expect(within.account_id).toBe(before.account_id);
    clock.advance(61 * DAY_MS);
    const after = await signUp(url, number, "stranger's phone");
    expect(after.account_id).not.toBe(before.account_id);
    expect((await post(url, "sync/pull", {}, after.token)).conversations).toEqual([]);
    await expect(post(url, "sync/pull", {}, before.token)).rejects.toMatchObject({ code: "unauthorized" });
    const again = await post(url, "conversation/open", { address: `tel:${number}` }, bob.token);
    expect(again.conversation_id).not.toBe(conversation_id);
  });
});

test("AC13 D18 a revoked device is closed and refused", async () => {
  await story({ alice: 2, bob: 1 }, async ({ alice, bob }) => {
    const [phone, pc] = alice.devices;
    const foreign = phone!.call("device/revoke", { device_id: bob.device.device_id });
    await expect(foreign).rejects.toMatchObject({ code: "not_found" });
    await phone!.call("device/revoke", { device_id: pc!.device_id });
    expect(await pc!.event("goodbye")).toMatchObject({ reason: "revoked", retry: false });
    await expect(pc!.post("profile/get", {})).rejects.toMatchObject({ code: "unauthorized" });
    const conversation_id = await converse(alice, bob);
    await bob.device.call("message/send", {
      conversation_id,
      client_id: "k",
      content: { type: "text", text: "k" },
    });
    await phone!.event("entry");
    expect(pc!.entries).toEqual([]);
  });
});

test("AC14 a ticket opens one socket, within 30 seconds, and not after a revocation", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const identity = await signUp(url, number, "phone");
    const hello = async (ticket: string) => {
      const device = new Device(url, identity);
      await device.open();
      const answer = await device.call("session/hello", { ticket, version: 1 }).then(
        () => "welcome",
        ({ code }) => code,
      );
      device.disconnect();
      return answer;
    };
    const ticket = async () => (await post(url, "session/ticket", {}, identity.token)).ticket;
    const used = await ticket();
    expect([await hello(used), await hello(used)]).toEqual(["welcome", "unauthorized"]);
    const late = await ticket();
    clock.advance(30 * SECOND_MS);
    expect(await hello(late)).toBe("unauthorized");
    const revoked = await ticket();
    await post(url, "device/revoke", { device_id: identity.device_id }, identity.token);
    expect([await hello(revoked), await hello("forged.ticket")]).toEqual(["unauthorized", "unauthorized"]);
  });
});

test("AC15 GW11 no token, code or PIN is in the server's files, and nothing people write is in its log", async () => {
  const lines: string[] = [];
  const clock = new VirtualClock();
  const server = await startTestServer({}, { clock, logger: jsonLogger(clock, (line) => lines.push(line)) });
  const { verification_id, code } = await requestCode(server.url, number);
  const { token } = await post(server.url, "verification/check", {
    verification_id,
    code,
    device_name: "canary-device",
  });
  await post(server.url, "account/set-pin", { pin: "canary-pin" }, token);
  await post(server.url, "profile/set", { name: "canary-name" }, token);
  const broken = post(server.url, "message/send", { canary: "canary-field" } as never, token);
  await expect(broken).rejects.toMatchObject({ code: "bad_request" });
  await server.server.close();
  const stored = readdirSync(server.data_folder)
    .filter((name) => name.startsWith("feiliao.sqlite"))
    .map((name) => readFileSync(join(server.data_folder, name), "latin1"))
    .join();
  expect(stored).toContain("canary-name");
  for (const secret of [token, "canary-pin"]) expect(stored).not.toContain(secret);
  const database = new Database(join(server.data_folder, "feiliao.sqlite"), { readonly: true });
  expect(JSON.stringify(database.query("SELECT * FROM code").all())).not.toContain(code);
  database.close();
  for (const canary of ["canary", number, token, code]) expect(lines.join()).not.toContain(canary);
});

test("AC16 a new name reaches the own devices and the friends", async () => {
  await story({ alice: 2, bob: 1 }, async ({ alice, bob }) => {
    await converse(alice, bob);
    await alice.device.post("profile/set", { name: "爱丽丝二号" });
    const own = await alice.devices[1]!.event(
      "account",
      ({ change }) => change.type === "profile" && change.profile.name === "爱丽丝二号",
    );
    expect(own.change).toMatchObject({ type: "profile" });
    const seen = await bob.device.event("members", ({ members }) => members[0]?.name === "爱丽丝二号");
    expect(seen.members[0]!.account_id).toBe(alice.device.account_id);
  });
});

test("AC12 the next owner of an idle number with a PIN signs up without it, and its former devices are signed out", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const before = await signUp(url, number, "old phone");
    await post(url, "account/set-pin", { pin: "2468" }, before.token);
    clock.advance(61 * DAY_MS);
    const old = await new Device(url, before).connect();
    clock.advance(61 * DAY_MS); // connected all the time, so in use
    await until("the visit is noted", async () => {
      clock.advance(3_600_000);
      const { devices } = await old.post("device/list", {});
      return devices[0]!.last_seen_at >= clock.now() - DAY_MS;
    });
    old.disconnect();
    await until("the socket is gone", () => !old.connected);
    const start = async () => {
      return { ...(await requestCode(url, number)), device_name: "new phone" };
    };
    await expect(post(url, "verification/check", await start())).rejects.toMatchObject({
      code: "pin_required",
    });
    clock.advance(61 * DAY_MS);
    const after = await post(url, "verification/check", await start());
    expect(after.account_id).not.toBe(before.account_id);
    await expect(post(url, "profile/get", {}, before.token)).rejects.toMatchObject({ code: "unauthorized" });
  });
});
