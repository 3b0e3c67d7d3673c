import { expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { aliyunSignature, signedForAliyun } from "./aliyun-signature.ts";
import type { WebhookCheck } from "./http-settings.ts";
import { type Call, passes, twilioSignature } from "./webhook-check.ts";

test("HT5 the examples of Aliyun's documentation have the signatures it gives", () => {
  const regions = {
    ...{ Timestamp: "2016-02-23T12:46:24Z", Format: "XML", AccessKeyId: "testid", Action: "DescribeRegions" },
    ...{ SignatureMethod: "HMAC-SHA1", SignatureNonce: "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf" },
    ...{ Version: "2014-05-26", SignatureVersion: "1.0" },
  };
  expect(aliyunSignature("GET", regions, "testsecret")).toBe("OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
  const sms = {
    ...{ AccessKeyId: "testId", Action: "SendSms", Format: "XML", OutId: "123", PhoneNumbers: "15300000001" },
    ...{ RegionId: "cn-hangzhou", SignName: "阿里云短信测试专用", TemplateCode: "SMS_71390007" },
    ...{ TemplateParam: '{"customer":"test"}', Version: "2017-05-25" },
  };
  const signed = signedForAliyun("GET", sms, {
    ...{ access_key_secret: "testSecret", nonce: "45e25e9b-0a6f-4070-8c85-2956eda1b466" },
    now: Date.UTC(2017, 6, 12, 2, 42, 19),
  });
  expect(signed).toMatchObject({ Signature: "zJDF+Lrzhj/ThnlvIToysFRq6t4=" });
});

test("HT7 the example of Twilio's documentation has the signature it gives, whatever the order of its fields", () => {
  const fields = Object.entries({
    ...{ Digits: "1234", To: "+18005551212", From: "+14158675309" },
    ...{ Caller: "+14158675309", CallSid: "CA1234567890ABCDE" },
  });
  const href = "https://mycompany.com/myapp.php?foo=1&bar=2";
  expect(twilioSignature({ href, fields }, "12345")).toBe("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
});

test("HT7 a field that comes twice is signed once with each of its values", () => {
  const fields: [string, string][] = [
    ["Sid", "CA123"],
    ["SidAccount", "AC123"],
    ["Digits", "5678"],
    ["Digits", "1234"],
    ["Digits", "1234"],
  ];
  const href = "https://mycompany.com/myapp.php?foo=1&bar=2";
  expect(twilioSignature({ href, fields }, "12345")).toBe("IK+Dwps556ElfBT0I3Rgjkr1wJU=");
});

test("HT7 HMAC of the body, tokens and addresses: the right ones pass and no others do", () => {
  const mac = createHmac("sha256", "k").update("body").digest("hex");
  const hmac: WebhookCheck = {
    check: "hmac",
    algorithm: "sha256",
    header: "x-signature",
    encoding: "hex",
    secret: "key",
  };
  expect(check(hmac, { headers: new Headers({ "x-signature": `sha256=${mac}` }) })).toBe(true);
  expect(check(hmac, { headers: new Headers({ "x-signature": mac }), text: "other" })).toBe(false);
  expect(check(hmac, {})).toBe(false);
  const bearer = { check: "token", header: "authorization", secret: "key" } as const;
  expect(check(bearer, { headers: new Headers({ authorization: "Bearer k" }) })).toBe(true);
  expect(check(bearer, { headers: new Headers({ authorization: "Bearer K" }) })).toBe(false);
  const addresses = { check: "addresses", allow: ["203.0.113.0/24", "2001:db8::1"] } as const;
  const seen = ["203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1", "203.0.114.9", "2001:db8::2", "nowhere"];
  expect(
    seen.map((peer_address) => check({ ...addresses, allow: [...addresses.allow] }, { peer_address })),
  ).toEqual([true, true, true, false, false, false]);
});

function check(settings: WebhookCheck, call: Partial<Call>): boolean {
  const complete = {
    ...{ href: "https://feiliao.test/", query: new URLSearchParams(), headers: new Headers() },
    ...{ text: "body", fields: [], peer_address: "127.0.0.1" },
    ...call,
  };
  return passes(settings, complete, { key: "k" });
}
