import { expect, test } from "bun:test";
import { PACKET_MS as CONTRACT_PACKET_MS } from "@feiliao/protocol";
import { PACKET_MS, PACKET_SAMPLES, SAMPLE_RATE } from "./opus-stream.ts";

test("a packet is what the contract says", () => {
  expect(PACKET_MS).toBe(CONTRACT_PACKET_MS);
  expect(PACKET_SAMPLES).toBe((SAMPLE_RATE * PACKET_MS) / 1_000);
});
