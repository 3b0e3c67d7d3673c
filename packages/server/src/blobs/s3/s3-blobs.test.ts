import { afterAll, beforeAll, expect, test } from "bun:test";
import { type S3Server, s3UrlOf, startS3 } from "@feiliao/testkit/servers/s3";
import { systemClock } from "../../platform/clock.ts";
import { jsonLogger } from "../../platform/logger.ts";
import { blobsContract } from "../blobs.contract.ts";
import { openS3Blobs, s3Blobs } from "./s3-blobs.ts";

let server: S3Server;
beforeAll(async () => {
  server = await startS3();
}, 60_000);
afterAll(() => server.stop());

blobsContract("S3", async () => s3Blobs(s3UrlOf(server), {}));
blobsContract("S3, in a folder of a bucket", async () => s3Blobs(s3UrlOf(server, "/feiliao/blue"), {}));

test("two services in one bucket do not see each other's blobs", async () => {
  const [blue, green] = [s3Blobs(s3UrlOf(server, "/b"), {}), s3Blobs(s3UrlOf(server, "/g"), {})];
  const blob_id = await blue.put(new TextEncoder().encode("only blue"));
  expect(await blue.get(blob_id)).not.toBeNull();
  expect(await green.get(blob_id)).toBeNull();
});

test("a storage error is an error, not an absence", async () => {
  const stranger = s3Blobs(s3UrlOf({ ...server, secret_key: "another" }), {});
  await expect(stranger.get("blb_x")).rejects.toThrow();
  await expect(stranger.put(new Uint8Array(1))).rejects.toThrow();
});

test("a bucket that does not let us in is refused at the start; a server that is down is not", async () => {
  const lines: string[] = [];
  const logger = jsonLogger(systemClock, (line) => lines.push(line));
  const open = (at: Partial<S3Server>) => openS3Blobs(s3UrlOf({ ...server, ...at }), {}, logger);
  await expect(open({ secret_key: "another" })).rejects.toThrow("SignatureDoesNotMatch");
  await expect(open({ bucket: "nobodys-bucket" })).rejects.toThrow("NoSuchBucket");
  await (await open({ endpoint: "http://127.0.0.1:9" })).close();
  expect(lines.join()).toContain("cannot be reached");
  expect(lines.join()).not.toContain(server.secret_key);
});
