import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { ConversationId } from "@feiliao/protocol";
import { Device, PEOPLE, signUp, until } from "@feiliao/testkit";
import { type ProcessCluster, startProcessCluster } from "@feiliao/testkit/servers/process-cluster";
import { type S3Server, s3UrlOf, startS3 } from "@feiliao/testkit/servers/s3";
import { temporaryFolder } from "@feiliao/testkit/servers/temporary-folder";

// Three processes, PostgreSQL and three NATS servers, as `npm run cluster` starts them, and S3.
const folder = temporaryFolder("many-nodes");
const devices: Device[] = [];
let s3: S3Server;
let cluster: ProcessCluster;
let aliceIdentity: Identity;
let alice: Device;
let bob: Device;
let conversation_id: ConversationId;

beforeAll(async () => {
  s3 = await startS3();
  cluster = await startProcessCluster({ folder: folder.path, settings: { FEILIAO_BLOBS: s3UrlOf(s3) } });
  aliceIdentity = await signUp(urlOf(0), PEOPLE.alice.number, "alice's phone");
  alice = await connect(0, aliceIdentity);
  bob = await connect(1, await signUp(urlOf(1), PEOPLE.bob.number, "bob's phone"));
  const address = `tel:${PEOPLE.bob.number}` as const;
  ({ conversation_id } = await alice.call("conversation/open", { address }));
}, 60_000);
afterAll(async () => {
  for (const device of devices) device.disconnect();
  await cluster?.stop();
  await s3?.stop();
  folder.remove();
}, 60_000);

const urlOf = (node: number) => cluster.nodes[node]!.url;

type Identity = ConstructorParameters<typeof Device>[1];

/** Connects somebody's device at a node, whichever it was at before. */
async function connect(node: number, identity: Identity): Promise<Device> {
  const device = new Device(urlOf(node), identity);
  devices.push(device);
  return device.connect();
}

const say = (device: Device, text: string) =>
  device.call("message/send", { conversation_id, client_id: text, content: { type: "text", text } });

const heard = (device: Device, text: string) =>
  until(`"${text}"`, () => device.entries.some(({ client_id }) => client_id === text));

/** What a device that was told to pull finds. */
async function found(device: Device, text: string): Promise<void> {
  await until(`being told to pull for "${text}"`, () =>
    device.events.some(({ event }) => event === "lagging"),
  );
  const { entries } = await device.call("conversation/read", { conversation_id });
  expect(entries.map(({ client_id }) => client_id)).toContain(text);
}

test("a message said at one node is heard at the others", async () => {
  await say(alice, "hello from node 1");
  await heard(bob, "hello from node 1");
  const third = await connect(2, aliceIdentity);
  await say(bob, "hello from node 2");
  await Promise.all([heard(alice, "hello from node 2"), heard(third, "hello from node 2")]);
});

test("D12 an upload that began at one node goes on at another and is read at a third", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  const sha256 = createHash("sha256").update(bytes).digest("base64url");
  const { upload_id } = await alice.call("media/start", { sha256, size: bytes.length });
  const send = async (node: number, from: number, to: number) => {
    const response = await fetch(`${urlOf(node)}/v1/media/uploads/${upload_id}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${alice.token}`, "upload-offset": String(from) },
      body: bytes.slice(from, to),
    });
    return (await response.json()) as { received: number; blob_id: string | null };
  };
  expect(await send(0, 0, 40_000)).toMatchObject({ received: 40_000, blob_id: null });
  const { blob_id } = await send(1, 40_000, 60_000);
  const response = await fetch(`${urlOf(2)}/v1/media/me/${blob_id}`, {
    headers: { authorization: `Bearer ${alice.token}` },
  });
  expect(
    createHash("sha256")
      .update(await response.bytes())
      .digest("base64url"),
  ).toBe(sha256);
});

test("D9 without NATS everything arrives all the same, and with it again at once", async () => {
  await Promise.all(cluster.nats.servers.map((server) => server.kill()));
  await say(alice, "without a doorbell");
  bob.events.length = 0;
  await found(bob, "without a doorbell");
  await Promise.all(cluster.nats.servers.map((server) => server.restart()));
  await until("the doorbell again", async () => {
    await say(alice, `again ${performance.now()}`);
    return bob.entries.some(({ client_id }) => client_id.startsWith("again"));
  });
});

test("D1 D20 a node that was killed loses nothing; its devices go on elsewhere, and it comes back", async () => {
  await say(alice, "before the kill");
  await cluster.nodes[0]!.kill();
  const moved = await connect(2, aliceIdentity);
  await say(moved, "after the kill");
  await heard(bob, "after the kill");
  const { entries } = await moved.call("conversation/read", { conversation_id });
  expect(entries.map(({ client_id }) => client_id)).toContain("before the kill");
  await cluster.nodes[0]!.start();
  const back = await connect(0, aliceIdentity);
  await say(bob, "welcome back");
  await heard(back, "welcome back");
});
