import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { systemClock } from "../../../platform/clock.ts";
import { silentLogger } from "../../../platform/logger.ts";
import { systemRandom } from "../../../platform/random.ts";
import { smsLinkContract } from "../sms-link.contract.ts";
import type { DeliveryReport, Sms, SmsOutcome } from "../sms-link.ts";
import { HttpLink, type HttpLinkOptions } from "./http-link.ts";
import { type HttpSettingsInput, httpSettings } from "./http-settings.ts";
import { aliyun } from "./presets/aliyun.ts";
import { twilio } from "./presets/twilio.ts";
import { NUMBERS, TwilioLike } from "./testing/twilio-like.ts";

const providers: TwilioLike[] = [];
afterAll(() => Promise.all(providers.map((each) => each.stop())));

smsLinkContract("HTTP, a provider like Twilio", async () => {
  const provider = new TwilioLike();
  providers.push(provider);
  const link = httpLink(provider.configured(twilio), { secrets: provider.secrets });
  provider.calls("http://localhost", (request) => {
    const path = new URL(request.url).pathname.split("/").at(-1)!;
    return link.respond(request, path, "127.0.0.1");
  });
  return {
    link,
    numbers: NUMBERS,
    arrived: (number) => provider.arrived(number),
    reply: (number, text) => provider.reply(number, text),
    settle: () => provider.settle(),
  };
});

let answer: (request: Request) => Response | Promise<Response>;
let requests: { method: string; url: URL; headers: Headers; body: string }[];
let provider: ReturnType<typeof Bun.serve>;
let link: HttpLink | null = null;
beforeEach(() => {
  requests = [];
  provider = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch(request) {
      const { method, headers } = request;
      requests.push({ method, headers, url: new URL(request.url), body: await request.clone().text() });
      return answer(request);
    },
  });
});
afterEach(async () => {
  await link?.close();
  await provider.stop(true);
});

test("HT1 placeholders are filled in and encoded for where they stand, and words are never placeholders", async () => {
  answer = () => new Response("OK 17");
  const text = 'a&b="{secret:token}" %41 飞聊';
  link = httpLink({
    request: {
      ...{ method: "POST", url: `${provider.url.href}send/{to}`, query: { text: "{text}" } },
      headers: { authorization: "Bearer {secret:token}" },
      json: { message: { content: "{text}", list: ["{from}", 1, null] }, ttl: "{valid_s}" },
    },
    answer: { accepted: { matches: "^OK" }, message_id: null },
  });
  await link.send({ ...SMS, text, extension: "42" });
  const [request] = requests;
  expect(request!.url.pathname).toBe("/send/%2B8613800138000");
  expect(request!.url.searchParams.get("text")).toBe(`【飞聊】${text}`);
  expect(request!.headers.get("authorization")).toBe("Bearer s3cret");
  expect(JSON.parse(request!.body)).toEqual({
    message: { content: `【飞聊】${text}`, list: ["1069001380042", 1, null] },
    ttl: "3600",
  });
});

test("HT2 a redirect is not followed", async () => {
  answer = (request) =>
    new URL(request.url).pathname === "/send"
      ? Response.redirect(`${provider.url.href}elsewhere`, 307)
      : new Response("OK");
  expect(await send()).toEqual({ outcome: "refused", refusal: "denied", code: "http:307" });
  expect(requests).toHaveLength(1);
});

test("HT3 no answer in time is unknown, and so is a server that failed", async () => {
  answer = () => new Promise(() => {});
  expect(await send({ timeout_ms: 1_000 })).toMatchObject({ outcome: "unknown" });
  answer = () => new Response("oops", { status: 502 });
  expect(await send()).toMatchObject({ outcome: "unknown" });
  expect(requests).toHaveLength(2);
});

test("HT3 a connection that breaks in mid-answer is unknown; one that was never made is a refusal", async () => {
  using listener = Bun.listen({
    ...{ hostname: "127.0.0.1", port: 0 },
    socket: { data: (socket) => void socket.end() },
  });
  expect(await send({ url: `http://127.0.0.1:${listener.port}/` })).toMatchObject({ outcome: "unknown" });
  listener.stop(true);
  const refused = await send({ url: `http://127.0.0.1:${listener.port}/` });
  expect(refused).toEqual({ outcome: "refused", refusal: "closed", code: "local:ECONNREFUSED" });
});

test("HT3 settings that make no request refuse, and nothing is sent", async () => {
  expect(await send({ url: "not a URL" })).toEqual({
    ...{ outcome: "refused", refusal: "bad_request", code: "local:request" },
  });
  expect(requests).toEqual([]);
});

test("HT4 the provider's code says what a refusal means, and its status where the code does not", async () => {
  const outcomes: SmsOutcome[] = [];
  const answers: [number, string][] = [
    [400, "21614"],
    [200, "unheard of"],
    [429, ""],
    [401, ""],
    [500, "21614"],
    [500, "maybe"],
    [400, "maybe"],
  ];
  for (const [status, code] of answers) {
    answer = () => Response.json({ code }, { status });
    outcomes.push(await send());
  }
  const meanings: string[] = outcomes.map((each) =>
    each.outcome === "refused" ? each.refusal : each.outcome,
  );
  expect(meanings).toEqual([
    ...["number_unknown", "unspecified", "throttled", "denied", "number_unknown"],
    ...["unknown", "unknown"],
  ]);
  expect(outcomes[0]).toMatchObject({ code: "http:21614" });
});

test("HT5 a template is sent by the provider's name for it, with its parameters, and signed for Aliyun", async () => {
  answer = () => Response.json({ Code: "OK", BizId: "9006^0" });
  const capabilities = { free_text: false };
  link = httpLink(
    { ...aliyun, request: { ...aliyun.request, url: provider.url.href } },
    {
      ...{ capabilities, secrets: { key_id: "testId", key_secret: "testSecret", webhook: "w" } },
      templates: { code: { code: "SMS_71390007", parameters: { code: "customer" } } },
    },
  );
  expect(await link.send({ ...SMS, template_id: "code", parameters: { code: "123456" } })).toEqual({
    outcome: "accepted",
    carrier_message_ids: ["9006^0"],
  });
  const form = Object.fromEntries(new URLSearchParams(requests[0]!.body));
  expect(form).toMatchObject({
    ...{ Action: "SendSms", PhoneNumbers: "13800138000", SignName: "飞聊", TemplateCode: "SMS_71390007" },
    ...{ TemplateParam: '{"customer":"123456"}', SignatureMethod: "HMAC-SHA1", AccessKeyId: "testId" },
    Signature: expect.stringMatching(/^[\w+/]{27}=$/),
  });
  expect(await link.send({ ...SMS, template_id: "chat" })).toMatchObject({ refusal: "bad_request" });
  expect(requests).toHaveLength(1);
});

test("HT6 several reports in one call are all stored before it is answered; one that is not makes it come again", async () => {
  link = httpLink(aliyun, { secrets: { key_id: "k", key_secret: "s", webhook: "w" } });
  const reports: DeliveryReport[] = [];
  let fails = true;
  link.onReport(async (report) => {
    if (fails && report.carrier_message_id === "2") throw new Error("storage_failed");
    reports.push(report);
  });
  const call = () =>
    link!.respond(
      new Request("http://feiliao.test/links/it/report?token=w", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify([
          { phone_number: "13800138000", success: true, err_code: "DELIVERED", biz_id: "1" },
          {
            ...{ phone_number: "13800138000", success: false, err_code: "MK:0001", biz_id: "2" },
            report_time: "2026-01-31 08:00:00",
          },
        ]),
      }),
      "report",
      "203.0.113.9",
    );
  expect((await call()).status).toBe(503);
  fails = false;
  reports.length = 0;
  const answered = await call();
  expect([answered.status, await answered.json()]).toEqual([200, { code: 0, msg: "OK" }]);
  const to = "+8613800138000";
  expect(reports).toEqual([
    {
      ...{ carrier_message_id: "1", to, state: "delivered", reason: null, code: "DELIVERED" },
      at: expect.any(Number),
    },
    {
      ...{ carrier_message_id: "2", to, state: "failed", reason: null, code: "MK:0001" },
      at: Date.UTC(2026, 0, 31, 0, 0, 0),
    },
  ]);
});

test("HT7 a call that fails its check, is too large or says nothing of use changes nothing", async () => {
  link = httpLink(aliyun, { secrets: { key_id: "k", key_secret: "s", webhook: "w" } });
  const reports: DeliveryReport[] = [];
  link.onReport(async (report) => void reports.push(report));
  const call = async (path: string, init: RequestInit, token = "w") => {
    const request = new Request(`http://feiliao.test/links/it/${path}?token=${token}`, init);
    return (await link!.respond(request, path, "203.0.113.9")).status;
  };
  const post = (body: string) => ({ method: "POST", body });
  expect(await call("report", post("[]"), "wrong")).toBe(403);
  expect(await call("report", post("[]"), "")).toBe(403);
  expect(await call("report", post("not JSON"))).toBe(400);
  expect(await call("report", post('[{"biz_id":"1"}]'))).toBe(400);
  expect(await call("report", post(`["${"x".repeat(300_000)}"]`))).toBe(413);
  expect(await call("report", { method: "DELETE" })).toBe(405);
  expect(await call("elsewhere", post("[]"))).toBe(404);
  expect(reports).toEqual([]);
});

test("HT8 where the provider names no id, reports carry ours, also after an unknown outcome", async () => {
  answer = () => new Response("busy", { status: 503 });
  link = httpLink({
    request: { url: `${provider.url.href}?id={id}` },
    answer: { message_id: null },
  });
  const outcome = await link.send(SMS);
  const id = requests[0]!.url.searchParams.get("id");
  expect(outcome).toEqual({ outcome: "unknown", carrier_message_ids: [id!] });
});

const SMS: Sms = {
  ...{ to: "+8613800138000", extension: "", template_id: "chat", parameters: {}, text: "在吗" },
  valid_ms: 3_600_000,
};

/** Sends over a link whose provider answers with JSON. */
function send(request: Partial<HttpSettingsInput["request"]> = {}): Promise<SmsOutcome> {
  const each = httpLink({
    request: { url: `${provider.url.href}send`, form: { text: "{text}" }, ...request },
    answer: {
      ...{ accepted: { equals: { "$.code": "OK" } }, message_id: "$.id", code: "$.code" },
      ...{ refusals: { 21614: "number_unknown" }, unknown: ["maybe"] },
    },
  });
  return each.send(SMS);
}

function httpLink(
  settings: HttpSettingsInput,
  {
    capabilities = {},
    ...options
  }: Partial<Omit<HttpLinkOptions, "capabilities">> & {
    capabilities?: Partial<HttpLinkOptions["capabilities"]>;
  } = {},
): HttpLink {
  return new HttpLink({
    ...{ id: "it", settings: httpSettings.parse(settings), secrets: { token: "s3cret" }, templates: {} },
    ...{ mainland: true, public_url: null },
    ...{ clock: systemClock, random: systemRandom, logger: silentLogger },
    capabilities: {
      ...{ number: "10690013800", extension_digits_max: 4, free_text: true, gsm7: false },
      ...{ signature: "飞聊", reports: true, incoming: true },
      ...capabilities,
    },
    ...options,
  });
}
