import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { twilio } from "@feiliao/server/links/sms/http/presets/twilio";
import { TwilioLike } from "@feiliao/server/links/sms/http/testing/twilio-like";
import { Device, PEOPLE, post, signUp, startTestServer, type TestServer, until } from "@feiliao/testkit";
import { freePort } from "@feiliao/testkit/servers/free-port";

const FRANK = PEOPLE.frank.number;

let folder: string;
let provider: TwilioLike;
let server: TestServer | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "feiliao-carriers-"));
  provider = new TwilioLike();
  server = null;
});
afterEach(async () => {
  await server?.close();
  await provider.stop();
  rmSync(folder, { recursive: true });
});

test("CF6 somebody abroad signs up with a code that comes over the provider of the carriers file", async () => {
  const { url } = await start();
  const { verification_id } = await post(url, "verification/start", { number: FRANK });
  const text = await until("the SMS", () => provider.arrived(FRANK)[0]);
  const code = text.match(/\d{6}/)![0];
  const identity = await post(url, "verification/check", { verification_id, code, device_name: "phone" });
  expect(identity.account_id).toBeString();
});

test("CF6 a conversation goes over the provider both ways, and its reports tell what became of it", async () => {
  const { url } = await start();
  const alice = await new Device(url, await signUp(url, PEOPLE.alice.number, "phone")).connect();
  const { conversation_id } = await alice.post("conversation/open", { address: `tel:${FRANK}` });
  const content = { type: "text", text: "Dinner?" } as const;
  const sms = { fen_max: 60 };
  const { seq } = await alice.post("message/send", { conversation_id, client_id: "one", content, sms });
  await until("the SMS", () => provider.arrived(FRANK).some((text) => text.includes("Dinner?")));
  await until("it is delivered", async () => {
    const { recipients } = await alice.post("sms/info", { conversation_id, seq });
    return recipients[0]?.steps.some(({ state }) => state === "delivered");
  });
  expect(await provider.reply(FRANK, "Yes, at seven")).toBe(true);
  const answer = await until("the answer", () => alice.entries.find((entry) => entry.seq === seq + 1));
  expect(answer.content).toMatchObject({ type: "text", text: "Yes, at seven" });
  alice.disconnect();
});

test("CF6 nobody but the provider is heard: not without its signature, and not at a link that is not there", async () => {
  const { url } = await start();
  const forged = new URLSearchParams({ MessageSid: "SM1", From: FRANK, To: "+10690013800", Body: "TD" });
  const status = async (path: string, init: RequestInit) => (await fetch(`${url}${path}`, init)).status;
  const unsigned = { method: "POST", body: forged };
  expect(await status("/links/twilio/incoming", unsigned)).toBe(403);
  const guessed = { ...unsigned, headers: { "x-twilio-signature": "AAAA" } };
  expect(await status("/links/twilio/incoming", guessed)).toBe(403);
  expect(await status("/links/another/incoming", unsigned)).toBe(404);
  expect(await status("/links/twilio/elsewhere", unsigned)).toBe(404);
});

test("CF2 a server does not start with a carriers file that has a mistake, and names the place", async () => {
  const starting = start({ price_fen: -1 });
  await expect(starting).rejects.toThrow(/^FEILIAO_CARRIERS: links\[0\]\.price_fen: /);
});

/** A server with the carrier in a box for the mainland, and a provider for the world. */
async function start(terms: object = {}): Promise<TestServer> {
  const port = freePort();
  const public_url = `http://127.0.0.1:${port}`;
  provider.calls(public_url);
  for (const [name, secret] of Object.entries(provider.secrets)) writeFileSync(join(folder, name), secret);
  const link = {
    ...{ id: "twilio", protocol: "http", provider: "twilio", serves: ["world"], number: "10690013800" },
    ...{ price_fen: 6, throughput_per_s: 100, url: providerUrl() },
    secrets: { account: { file: "account" }, token: { file: "token" } },
    ...terms,
  };
  const carriers = join(folder, "carriers.json");
  writeFileSync(carriers, JSON.stringify({ links: [link] }));
  server = await startTestServer({ carriers, port, public_url, simulator: true });
  return server;
}

function providerUrl(): string {
  const path = new URL(twilio.request.url).pathname.replace(/%7B.*%7D/, provider.secrets.account);
  return `${provider.url}${path}`;
}
