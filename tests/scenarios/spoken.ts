import type { ConversationId, Output } from "@feiliao/protocol";
import { encodeVoiceFrame, readPackets } from "@feiliao/protocol/voice-frame";
import type { Device } from "@feiliao/testkit";

/** Packets that say which they are, so that a lost, doubled or swapped one shows. */
export function packets(from: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    Uint8Array.of(0xff, (from + index) >> 8, (from + index) & 0xff),
  );
}

export function speak(device: Device, handle: number, from: number, count: number): void {
  device.sendRaw(encodeVoiceFrame({ kind: "packets", handle, packet: from, packets: packets(from, count) }));
}

/** What a device heard, by the numbers inside the packets. */
export function heard(device: Device): number[] {
  return device.voice
    .filter((frame) => frame.kind === "packets")
    .flatMap((frame) => frame.packets.map((packet) => (packet[1]! << 8) | packet[2]!));
}

export function numbers(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

export const stored = (device: Device) =>
  device.voice.filter((frame) => frame.kind === "stored").at(-1)?.packet ?? 0;

export async function fetched(device: Device, talk_id: string): Promise<number[]> {
  const response = await device.fetch(`/v1/talks/${talk_id}/packets`);
  return readPackets(new Uint8Array(await response.arrayBuffer())).map(
    (packet) => (packet[1]! << 8) | packet[2]!,
  );
}

type Started = Output<"talk/start">;

export function start(
  device: Device,
  conversation_id: ConversationId,
  client_id = "talk",
  handle = 7,
): Promise<Started> {
  return device.call("talk/start", { conversation_id, client_id, handle });
}
