import { expect, test } from "bun:test";
import { parseS3Url } from "./s3-url.ts";

const AWS = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "hush", AWS_REGION: "cn-north-1" };

test("everything in the URL", () => {
  expect(parseS3Url("s3://key%3A1:s%2Fecret@s3.example:9000/media/chat?region=cn-1&tls=off", {})).toEqual({
    options: {
      endpoint: "http://s3.example:9000",
      bucket: "media",
      region: "cn-1",
      accessKeyId: "key:1",
      secretAccessKey: "s/ecret",
    },
    prefix: "chat/",
  });
});

test("the key from the usual AWS variables", () => {
  const { options, prefix } = parseS3Url("s3://s3.example/media", { ...AWS, AWS_SESSION_TOKEN: "for now" });
  expect(options).toEqual({
    endpoint: "https://s3.example",
    bucket: "media",
    region: "cn-north-1",
    accessKeyId: "id",
    secretAccessKey: "hush",
    sessionToken: "for now",
  });
  expect(prefix).toBe("");
});

test("what cannot be read is refused without quoting it", () => {
  const wrong = [
    "https://k:hush@s3.example/media",
    "s3://k:hush@s3.example",
    "s3://k:hush@s3.example/media?tls=maybe",
    "s3://k:hush@s3.example/media?acl=public",
    "s3://k:%zz-hush@s3.example/media",
    "s3://s3.example/media",
  ];
  for (const url of wrong) {
    const refusal = expect(() => parseS3Url(url, {}));
    refusal.toThrow();
    refusal.not.toThrow("hush");
  }
});
