import { expect, test } from "bun:test";
import type { ConversationId } from "@feiliao/protocol";
import { encodeVoiceFrame } from "@feiliao/protocol/voice-frame";
import { type Device, type Handset, until } from "@feiliao/testkit";
import { DAY_MS, withBob } from "./sms-people.ts";

interface Opened {
  kind: string;
  sender_name: string;
  duration_ms: number | null;
  sources: { url: string; type: string }[];
}

const PACKETS = Array.from({ length: 100 }, (_, index) => new Uint8Array(40 + (index % 7)).fill(0xf8));

/** Alice says something of two seconds, with consent to send it as SMS. Answers its seq. */
async function speak(device: Device, conversation_id: ConversationId): Promise<number> {
  const handle = 1;
  const started = await device.call("talk/start", { conversation_id, client_id: "talk", handle });
  const { seq, talk_id } = started;
  for (let packet = 0; packet < PACKETS.length; packet += 50) {
    const packets = PACKETS.slice(packet, packet + 50);
    device.sendRaw(encodeVoiceFrame({ kind: "packets", handle, packet, packets }));
  }
  await until("the talk is complete", () =>
    device.call("talk/end", { talk_id, packets: PACKETS.length, sms: { fen_max: 10 } }).then(
      () => true,
      () => false,
    ),
  );
  return seq;
}

/** The token in the link of the newest SMS. */
async function tokenOn(handset: Handset): Promise<string> {
  const { text } = await handset.sms((sms) => sms.text.includes("/s#"));
  return /\/s#([A-Za-z0-9_-]{22})/.exec(text)![1]!;
}

function open(url: string, token: string): Promise<Response> {
  return fetch(`${url}/s/open`, { method: "POST", body: JSON.stringify({ token }) });
}

/** Without the page: what was opened, and its media as a browser would fetch them. */
async function opened(url: string, token: string) {
  const response = await open(url, token);
  expect(response.status).toBe(200);
  const cookie = response.headers.get("set-cookie")!;
  const [pair] = cookie.split(";");
  const message = (await response.json()) as Opened;
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { headers: { cookie: pair!, ...headers } });
  return { message, cookie, get };
}

test("SH1 a voice message goes as a link, which plays it without the app", async () => {
  await withBob(async ({ alice, bob, conversation_id, server }) => {
    await speak(alice.device, conversation_id);
    expect((await bob.sms()).text).toMatch(/：\[语音 0:02\] http:\/\/localhost:\d+\/s#[A-Za-z0-9_-]{22}（/);
    const { message, cookie, get } = await opened(server.url, await tokenOn(bob));
    expect(message).toMatchObject({ kind: "voice", sender_name: "Alice 爱丽丝", duration_ms: 2_000 });
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(message.sources.map(({ type }) => type)).toEqual([
      "audio/ogg; codecs=opus",
      "audio/x-caf; codecs=opus",
    ]);
    const [ogg, caf] = await Promise.all(message.sources.map(({ url }) => get(url)));
    expect([ogg!.headers.get("content-type"), caf!.headers.get("content-type")]).toEqual([
      "audio/ogg",
      "audio/x-caf",
    ]);
    const whole = await ogg!.bytes();
    const part = await get(message.sources[0]!.url, { range: "bytes=0-3" });
    expect([part.status, await part.text()]).toEqual([206, "OggS"]);
    expect(Number(ogg!.headers.get("content-length"))).toBe(whole.length);
  });
});

test("SH2 a link shows one message to who has it, and nothing to others", async () => {
  await withBob(async ({ alice, bob, conversation_id, server }) => {
    await speak(alice.device, conversation_id);
    const { message } = await opened(server.url, await tokenOn(bob));
    const { url } = message.sources[0]!;
    expect((await fetch(`${server.url}${url}`)).status).toBe(404);
    expect((await open(server.url, "A".repeat(22))).status).toBe(404);
    expect((await open(server.url, "../../etc")).status).toBe(404);
    expect((await fetch(`${server.url}/s/open`, { method: "POST", body: "{" })).status).toBe(400);
    expect((await fetch(`${server.url}/s/open`)).status).toBe(405);
  });
});

test("SH3 a link ends after seven days, and with the message", async () => {
  await withBob(async ({ alice, bob, conversation_id, server, clock }) => {
    const seq = await speak(alice.device, conversation_id);
    const token = await tokenOn(bob);
    clock.advance(60_000);
    expect((await open(server.url, token)).status).toBe(200);
    const { message, get } = await opened(server.url, token);
    const change = { type: "recall", target: seq } as const;
    await alice.device.post("message/change", { conversation_id, client_id: "r", change });
    expect((await open(server.url, token)).status).toBe(404);
    expect((await get(message.sources[0]!.url)).status).toBe(404);
  });
  await withBob(async ({ alice, bob, conversation_id, server, clock }) => {
    await speak(alice.device, conversation_id);
    const token = await tokenOn(bob);
    clock.advance(6.9 * DAY_MS);
    expect((await open(server.url, token)).status).toBe(200);
    clock.advance(0.2 * DAY_MS);
    expect((await open(server.url, token)).status).toBe(404);
  });
});
