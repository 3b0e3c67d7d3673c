import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import {
  codeOn,
  converse,
  Device,
  PEOPLE,
  post,
  signUp,
  startTestServer,
  story,
  type TestServer,
  until,
} from "@feiliao/testkit";

const { number } = PEOPLE.alice;

/** A server of its own whose time passes only as the test says. */
async function withClock(
  act: (server: TestServer, clock: VirtualClock) => Promise<void>,
  sms_day_max = 5_000,
) {
  const clock = new VirtualClock();
  const server = await startTestServer({ sms_day_max }, { clock });
  try {
    await act(server, clock);
  } finally {
    await server.close();
  }
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

function wrong(code: string): string {
  return code === "000000" ? "000001" : "000000";
}

test("AC1 AC3 a code signs in, and a repeated check by the same caller gives the same answer", async () => {
  await withClock(async ({ url }) => {
    const started = await post(url, "verification/start", { number: "138-0013 8001" });
    expect(started).toMatchObject({ number, carrier: "china_mobile", retry_after_s: 30 });
    const code = await codeOn(url, number);
    expect(code).toMatch(/^\d{6}$/);
    const input = { verification_id: started.verification_id, code, device_name: "phone" };
    const first = await post(url, "verification/check", input);
    expect(Buffer.from(first.token, "base64url")).toHaveLength(32);
    expect(await post(url, "verification/check", input)).toEqual(first);
    const profile = await post(url, "profile/get", {}, first.token);
    expect(profile).toMatchObject({ account_id: first.account_id, number, name: null });
  });
});

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

test("AC4 a code lives five minutes", async () => {
  await withClock(async ({ url }, clock) => {
    const { verification_id } = await post(url, "verification/start", { number });
    const code = await codeOn(url, number);
    clock.advance(5 * MINUTE_MS);
    const late = post(url, "verification/check", { verification_id, code, device_name: "phone" });
    await expect(late).rejects.toMatchObject({ code: "code_expired" });
  });
});

test("AC5 five wrong tries kill a code, however often it was sent", async () => {
  await withClock(async ({ url }, clock) => {
    const first = await post(url, "verification/start", { number });
    const code = await codeOn(url, number);
    const check = (verification_id: typeof first.verification_id, tried: string) =>
      post(url, "verification/check", { verification_id, code: tried, device_name: "phone" });
    for (const tries_left of [4, 3]) {
      await expect(check(first.verification_id, wrong(code))).rejects.toMatchObject({
        code: "code_wrong",
        details: { tries_left },
      });
    }
    clock.advance(30 * SECOND_MS);
    const second = await post(url, "verification/start", { number });
    for (const tries_left of [2, 1, 0]) {
      await expect(check(second.verification_id, wrong(code))).rejects.toMatchObject({
        code: "code_wrong",
        details: { tries_left },
      });
    }
    for (const { verification_id } of [first, second]) {
      await expect(check(verification_id, code)).rejects.toMatchObject({ code: "code_expired" });
    }
  });
});

test("AC6 a resend repeats the code, after 30 and then 60 seconds", async () => {
  await withClock(async ({ url }, clock) => {
    const start = () => post(url, "verification/start", { number });
    await start();
    const code = await codeOn(url, number);
    clock.advance(29 * SECOND_MS);
    await expect(start()).rejects.toMatchObject({ code: "rate_limited", details: { retry_after_s: 1 } });
    clock.advance(SECOND_MS);
    const second = await start();
    expect(second.retry_after_s).toBe(60);
    expect(await codeOn(url, number)).toBe(code);
    const check = { verification_id: second.verification_id, code, device_name: "phone" };
    expect(await post(url, "verification/check", check)).toHaveProperty("token");
  });
});

test("AC7 a number gets 3 codes in 10 minutes and 6 a day", async () => {
  await withClock(async ({ url }, clock) => {
    const outcomes: string[] = [];
    for (let attempt = 0; attempt < 8; attempt++) {
      const outcome = await post(url, "verification/start", { number }).then(
        () => "sent",
        ({ code }) => code,
      );
      outcomes.push(outcome);
      clock.advance(attempt === 3 ? 10 * MINUTE_MS : 2 * MINUTE_MS);
    }
    expect(outcomes).toEqual([
      "sent",
      "sent",
      "sent",
      "rate_limited",
      "sent",
      "sent",
      "sent",
      "rate_limited",
    ]);
    clock.advance(12 * 60 * MINUTE_MS);
    await expect(post(url, "verification/start", { number })).rejects.toMatchObject({ code: "rate_limited" });
    clock.advance(DAY_MS);
    expect(await post(url, "verification/start", { number })).toHaveProperty("verification_id");
  });
});

test("AC8 known and unknown numbers are answered alike", async () => {
  await story({ alice: 1 }, async ({ alice, server }) => {
    const known = await post(server.url, "verification/start", { number: alice.number });
    const unknown = await post(server.url, "verification/start", { number: "+8613800138099" });
    const shape = ({ verification_id, number: e164, ...rest }: typeof known) => ({
      ...rest,
      sizes: [verification_id.length, e164.length],
    });
    expect(shape(unknown)).toEqual(shape(known));
  });
});

test("AC9 a block of numbers that enters no codes gets no more", async () => {
  await withClock(async ({ url }) => {
    const start = (last: number) => post(url, "verification/start", { number: `+861380013${8100 + last}` });
    for (let index = 0; index < 50; index++) await start(index);
    await expect(start(50)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await post(url, "verification/start", { number: "+8613900139000" })).toHaveProperty(
      "verification_id",
    );
  });
});

test("AC10 the number of SMS a day is never passed", async () => {
  await withClock(async ({ url }, clock) => {
    await post(url, "verification/start", { number: "+8613800138001" });
    await post(url, "verification/start", { number: "+8618600186002" });
    const third = () => post(url, "verification/start", { number: "+8618900189003" });
    await expect(third()).rejects.toMatchObject({ code: "rate_limited" });
    clock.advance(DAY_MS);
    expect(await third()).toHaveProperty("verification_id");
  }, 2);
});

test("AC11 with a registration PIN a code alone signs nobody in", async () => {
  await story({ alice: 1 }, async ({ alice, server }) => {
    expect(await alice.device.post("account/set-pin", { pin: "2468" })).toEqual({ has_pin: true });
    const { verification_id } = await post(server.url, "verification/start", { number });
    const code = await codeOn(server.url, number);
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
  await withClock(async ({ url }, clock) => {
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

test("AC13 a revoked device is closed and refused", async () => {
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
  await withClock(async ({ url }, clock) => {
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
  const { jsonLogger } = await import("@feiliao/server/platform/logger");
  const clock = new VirtualClock();
  const server = await startTestServer({}, { clock, logger: jsonLogger(clock, (line) => lines.push(line)) });
  const { verification_id } = await post(server.url, "verification/start", { number });
  const code = await codeOn(server.url, number);
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

test("numbers that cannot exist, cannot receive SMS, or are of a country not served, say so", async () => {
  const server = await startTestServer({ countries: ["86"] });
  const refusal = (text: string) =>
    post(server.url, "verification/start", { number: text }).then(
      () => "sent",
      ({ code }) => code,
    );
  expect(await refusal("12345")).toBe("number_invalid");
  expect(await refusal("+86 10 6552 9988")).toBe("number_unsupported");
  expect(await refusal("+447400123456")).toBe("number_unsupported");
  expect(await refusal("+8619200192004")).toBe("sent");
  await server.close();
});

test("AC5 guesses sent at once cannot share a try, and the right code among them does not help", async () => {
  await withClock(async ({ url }) => {
    const { verification_id } = await post(url, "verification/start", { number });
    const code = await codeOn(url, number);
    const guess = (tried: string) =>
      post(url, "verification/check", { verification_id, code: tried, device_name: "thief" }).then(
        () => "in",
        (failure) => failure.code,
      );
    const guesses = Array.from({ length: 60 }, (_, index) => String(index).padStart(6, "0")).filter(
      (tried) => tried !== code,
    );
    const outcomes = await Promise.all([...guesses, code].map(guess));
    expect(outcomes.filter((outcome) => outcome === "code_wrong")).toHaveLength(5);
    expect(outcomes.at(-1)).toBe("code_expired");
  });
});

test("AC5 after 25 wrong tries in a day not even the right code of a new SMS signs in", async () => {
  await withClock(async ({ url }, clock) => {
    const check = (verification_id: `ver_${string}`, code: string) =>
      post(url, "verification/check", { verification_id, code, device_name: "thief" }).then(
        () => "in",
        (failure) => failure.code,
      );
    for (let round = 0; round < 5; round++) {
      const { verification_id } = await post(url, "verification/start", { number });
      const code = await codeOn(url, number);
      for (let tries = 0; tries < 5; tries++)
        expect(await check(verification_id, wrong(code))).toBe("code_wrong");
      clock.advance(6 * MINUTE_MS);
    }
    const { verification_id } = await post(url, "verification/start", { number });
    expect(await check(verification_id, await codeOn(url, number))).toBe("rate_limited");
  });
});

test("AC3 the right code sent twice at once is one device", async () => {
  await withClock(async ({ url }) => {
    const { verification_id } = await post(url, "verification/start", { number });
    const input = { verification_id, code: await codeOn(url, number), device_name: "phone" };
    const [first, second] = await Promise.all([1, 2].map(() => post(url, "verification/check", input)));
    expect(second).toEqual(first!);
    const { devices } = await post(url, "device/list", {}, first!.token);
    expect(devices).toHaveLength(1);
  });
});

test("AC6 a resend that comes too soon costs nothing of the number's budget", async () => {
  await withClock(async ({ url }, clock) => {
    const start = () => post(url, "verification/start", { number });
    await start();
    for (let early = 0; early < 5; early++)
      await expect(start()).rejects.toMatchObject({ code: "rate_limited" });
    clock.advance(30 * SECOND_MS);
    expect(await start()).toHaveProperty("verification_id");
  });
});

test("AC12 the next owner of an idle number with a PIN signs up without it, and its former devices are signed out", async () => {
  await withClock(async ({ url }, clock) => {
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
      const { verification_id } = await post(url, "verification/start", { number });
      return { verification_id, code: await codeOn(url, number), device_name: "new phone" };
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
