import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConversationId, TalkId } from "@feiliao/protocol";
import { encodeVoiceFrame, PACKET_MS, readPackets } from "@feiliao/protocol/voice-frame";
import { Device, PEOPLE, post, type ServerProcess, signUp, startServerProcess } from "@feiliao/testkit";

const KILLS = 10;
/** The contract's deadlines with a threefold margin, since the machine is shared. */
const LOST_PACKETS_MAX = (3 * 1_000) / PACKET_MS;
const RECOVERY_MS_MAX = 3 * 3_000;

interface Spoken {
  talk_id: TalkId;
  packets: number;
  /** Before this packet the server had said that it has them. */
  acknowledged: number;
}

test("D13 D20 a server killed in mid-speech is back, with every packet it acknowledged and all but the last second", async () => {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-talk-kill-"));
  let server = await startServerProcess(folder, 0);
  const { port } = new URL(server.url);
  const identity = await signUp(server.url, PEOPLE.alice.number, "phone");
  const { conversation_id } = await post(
    server.url,
    "conversation/open",
    { address: `tel:${PEOPLE.bob.number}` },
    identity.token,
  );
  let acknowledged = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const device = await new Device(server.url, identity).connect();
    const spoken = await speakUntilKilled(device, server, conversation_id, kill);
    const killed_at = performance.now();
    server = await startServerProcess(folder, Number(port));
    expect(performance.now() - killed_at).toBeLessThan(RECOVERY_MS_MAX);
    const kept = await keptPackets(new Device(server.url, identity), spoken.talk_id);
    expect(kept).toEqual(kept.map((_, index) => index));
    expect(kept.length).toBeGreaterThanOrEqual(spoken.acknowledged);
    expect(kept.length).toBeGreaterThanOrEqual(spoken.packets - LOST_PACKETS_MAX);
    acknowledged += spoken.acknowledged;
  }
  await server.stop();
  expect(acknowledged).toBeGreaterThan(KILLS * 10); // an idle run proves nothing
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

/** Speaks at the pace of speech; each packet holds its own number. */
async function speakUntilKilled(
  device: Device,
  server: ServerProcess,
  conversation_id: ConversationId,
  round: number,
): Promise<Spoken> {
  const { talk_id } = await device.call("talk/start", {
    conversation_id,
    client_id: `talk ${round}`,
    handle: 1,
  });
  const packets = 40 + Math.floor(Math.random() * 60);
  for (let packet = 0; packet < packets; packet++) {
    const bytes = Uint8Array.of(packet >> 8, packet & 0xff);
    device.sendRaw(encodeVoiceFrame({ kind: "packets", handle: 1, packet, packets: [bytes] }));
    await Bun.sleep(PACKET_MS);
  }
  await server.kill();
  const stored = device.voice.filter((frame) => frame.kind === "stored").at(-1);
  return { talk_id, packets, acknowledged: stored?.packet ?? 0 };
}

async function keptPackets(device: Device, talk_id: TalkId): Promise<number[]> {
  const response = await device.fetch(`/v1/talks/${talk_id}/packets`);
  return readPackets(new Uint8Array(await response.arrayBuffer())).map(
    (bytes) => (bytes[0]! << 8) | bytes[1]!,
  );
}
