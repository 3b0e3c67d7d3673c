import { expect, test } from "bun:test";
import type { Output } from "@feiliao/protocol";
import { onVirtualClock, PEOPLE, post, signUp, startTestServer } from "@feiliao/testkit";

const { number } = PEOPLE.alice;
const MINUTE_MS = 60_000;

/** A virtual handset writes to the service. */
async function write(url: string, from: string, text: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ text });
  const response = await fetch(`${url}/phones/${from}/reply`, { method: "POST", headers, body });
  if (!response.ok) throw new Error(`the handset could not write: ${response.status}`);
}

type Expected = Output<"verification/expect">;
const wait = (url: string, { verification_id, secret }: Expected) =>
  post(url, "verification/wait", { verification_id, secret });

async function codeOf(url: string, expected: Expected): Promise<string> {
  const answer = await wait(url, expected);
  if (answer.state !== "received") throw new Error(answer.state);
  return answer.code;
}

test("AC30 who sends the text from the number is signed in as its account, without an SMS to them", async () => {
  const server = await startTestServer();
  const { url } = server;
  const before = await signUp(url, number, "phone");
  const expected = await post(url, "verification/expect", { number, locale: "zh-CN" });
  expect(expected).toMatchObject({ number, carrier: "china_mobile", expires_in_s: 300 });
  expect(expected.send_to).toMatch(/^\d+$/);
  expect(expected.text).toMatch(/^登录飞聊 \d{6}$/);
  const waiting = wait(url, expected);
  await write(url, number, expected.text);
  const received = await waiting;
  if (received.state !== "received") throw new Error("it has not come");
  const { verification_id } = expected;
  const input = { verification_id, code: received.code, device_name: "laptop" };
  const signedIn = await post(url, "verification/check", input);
  expect(signedIn.account_id).toBe(before.account_id);
  expect(await post(url, "verification/check", input)).toEqual(signedIn);
  await server.close();
});

test("AC30 only that number, those digits, in time, and the holder of the secret", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const expected = await post(url, "verification/expect", { number });
    const digits = expected.text.match(/\d{6}/)![0];
    const other = digits === "000000" ? "000001" : "000000";
    await write(url, PEOPLE.bob.number, expected.text);
    await write(url, number, other);
    await write(url, number, `1${digits}`);
    const thief = { ...expected, secret: "x".repeat(43) };
    await expect(wait(url, thief)).rejects.toMatchObject({ code: "code_expired" });
    const { verification_id } = expected;
    const early = post(url, "verification/check", { verification_id, code: digits, device_name: "laptop" });
    await expect(early).rejects.toMatchObject({ code: "code_expired" });
    clock.advance(5 * MINUTE_MS);
    await write(url, number, expected.text);
    await expect(wait(url, expected)).rejects.toMatchObject({ code: "code_expired" });
  });
});

test("AC30 the digits count however they are written, and once", async () => {
  await onVirtualClock(async ({ url }, clock) => {
    const expected = await post(url, "verification/expect", { number, locale: "en" });
    const digits = expected.text.match(/\d{6}/)![0];
    await write(
      url,
      number,
      [...digits].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(""),
    );
    const code = await codeOf(url, expected);
    await write(url, number, expected.text);
    expect(await codeOf(url, expected)).toBe(code);
    const { verification_id } = expected;
    await post(url, "verification/check", { verification_id, code, device_name: "laptop" });
    clock.advance(5 * MINUTE_MS);
    const late = post(url, "verification/check", { verification_id, code, device_name: "laptop" });
    await expect(late).rejects.toMatchObject({ code: "code_expired" });
  });
});

test("AC30 the registration PIN is asked for as with a code that was sent", async () => {
  const server = await startTestServer();
  const { url } = server;
  const { token } = await signUp(url, number, "phone");
  await post(url, "account/set-pin", { pin: "battery staple" }, token);
  const expected = await post(url, "verification/expect", { number });
  await write(url, number, expected.text);
  const { verification_id } = expected;
  const check = { verification_id, code: await codeOf(url, expected), device_name: "laptop" };
  await expect(post(url, "verification/check", check)).rejects.toMatchObject({ code: "pin_required" });
  expect(await post(url, "verification/check", { ...check, pin: "battery staple" })).toHaveProperty("token");
  await server.close();
});

test("AC30 a number is asked for its SMS at most five times in ten minutes, and its sender waits for no code", async () => {
  await onVirtualClock(async ({ url }) => {
    for (let asked = 0; asked < 5; asked++) await post(url, "verification/expect", { number });
    const sixth = post(url, "verification/expect", { number });
    await expect(sixth).rejects.toMatchObject({ code: "rate_limited" });
    expect(await post(url, "verification/start", { number })).toHaveProperty("verification_id");
  });
});
