import { expect, test } from "bun:test";
import { codeOn, onVirtualClock, PEOPLE, post, requestCode, startTestServer, story } from "@feiliao/testkit";

const { number } = PEOPLE.alice;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

function wrong(code: string): string {
  return code === "000000" ? "000001" : "000000";
}

test("AC1 AC3 a code signs in, and a repeated check by the same caller gives the same answer", async () => {
  await onVirtualClock(async ({ url }) => {
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

test("AC4 a code lives five minutes", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const { verification_id, code } = await requestCode(url, number);
    clock.advance(5 * MINUTE_MS);
    const late = post(url, "verification/check", { verification_id, code, device_name: "phone" });
    await expect(late).rejects.toMatchObject({ code: "code_expired" });
  });
});

test("AC5 five wrong tries kill a code, however often it was sent", async () => {
  await onVirtualClock(async ({ url }, clock) => {
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
  await onVirtualClock(async ({ url }, clock) => {
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
  await onVirtualClock(async ({ url }, clock) => {
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

test("AC10 the money for codes of a day is never passed", async () => {
  await onVirtualClock(
    async ({ url }, clock) => {
      await post(url, "verification/start", { number: "+8613800138001" });
      await post(url, "verification/start", { number: "+8618600186002" });
      const third = () => post(url, "verification/start", { number: "+8618900189003" });
      await expect(third()).rejects.toMatchObject({ code: "rate_limited" });
      clock.advance(DAY_MS);
      expect(await third()).toHaveProperty("verification_id");
    },
    { codes_day_fen_max: 14 },
  );
});

test("AC10 all numbers together get so many codes a minute", async () => {
  await onVirtualClock(
    async ({ url }, clock) => {
      await post(url, "verification/start", { number: "+8613800138001" });
      const second = () => post(url, "verification/start", { number: "+8618600186002" });
      await expect(second()).rejects.toMatchObject({ code: "rate_limited" });
      clock.advance(MINUTE_MS);
      expect(await second()).toHaveProperty("verification_id");
    },
    { codes_per_minute_max: 1 },
  );
});

test("AC27 numbers of virtual operators are refused where the operator says so", async () => {
  const server = await startTestServer({ virtual_operators: false });
  const start = (number: string) => post(server.url, "verification/start", { number });
  await expect(start("+8617012345678")).rejects.toMatchObject({ code: "number_unsupported" });
  expect(await start(number)).toHaveProperty("verification_id");
  await server.close();
});

test("AC27 numbers that cannot exist, cannot receive SMS, or are of a country not served, say so", async () => {
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
  await onVirtualClock(async ({ url }) => {
    const { verification_id, code } = await requestCode(url, number);
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
  await onVirtualClock(async ({ url }, clock) => {
    const check = (verification_id: `ver_${string}`, code: string) =>
      post(url, "verification/check", { verification_id, code, device_name: "thief" }).then(
        () => "in",
        (failure) => failure.code,
      );
    for (let round = 0; round < 5; round++) {
      const { verification_id, code } = await requestCode(url, number);
      for (let tries = 0; tries < 5; tries++)
        expect(await check(verification_id, wrong(code))).toBe("code_wrong");
      clock.advance(6 * MINUTE_MS);
    }
    const { verification_id, code } = await requestCode(url, number);
    expect(await check(verification_id, code)).toBe("rate_limited");
  });
});

test("AC3 the right code sent twice at once is one device", async () => {
  await onVirtualClock(async ({ url }) => {
    const input = { ...(await requestCode(url, number)), device_name: "phone" };
    const [first, second] = await Promise.all([1, 2].map(() => post(url, "verification/check", input)));
    expect(second).toEqual(first!);
    const { devices } = await post(url, "device/list", {}, first!.token);
    expect(devices).toHaveLength(1);
  });
});

test("AC6 a resend that comes too soon costs nothing of the number's budget", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const start = () => post(url, "verification/start", { number });
    await start();
    for (let early = 0; early < 5; early++)
      await expect(start()).rejects.toMatchObject({ code: "rate_limited" });
    clock.advance(30 * SECOND_MS);
    expect(await start()).toHaveProperty("verification_id");
  });
});
