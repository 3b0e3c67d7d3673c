import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  decodeVoiceFrame,
  encodeVoiceFrame,
  packPackets,
  readPackets,
  VOICE_PACKET_BYTES_MAX,
  VOICE_PACKETS_PER_FRAME_MAX,
  type VoiceFrame,
  VoiceFrameError,
} from "./voice-frame.ts";

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const packet = fc.uint8Array({ minLength: 1, maxLength: 200 });
const seal = fc.record({ key_id: u32, counter: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) });
const anyFrame: fc.Arbitrary<VoiceFrame> = fc
  .record(
    {
      kind: fc.constantFrom("packets", "stored", "gap", "end"),
      handle: u32,
      packet: u32,
      packets: fc.array(packet, { minLength: 1, maxLength: VOICE_PACKETS_PER_FRAME_MAX }),
      seal,
    },
    { requiredKeys: ["kind", "handle", "packet", "packets"] },
  )
  .map((frame) => (frame.kind === "packets" ? frame : { ...frame, packets: [] }) as VoiceFrame);

test("a frame decodes to what was encoded", () => {
  fc.assert(
    fc.property(anyFrame, (frame) => expect(decodeVoiceFrame(encodeVoiceFrame(frame))).toEqual(frame)),
  );
});

test("a frame cut or extended anywhere is refused, and any bytes either decode or are refused", () => {
  fc.assert(
    fc.property(anyFrame, fc.double({ min: 0, max: 1, noNaN: true }), (frame, share) => {
      const bytes = encodeVoiceFrame(frame);
      const cut = bytes.slice(0, Math.floor(share * (bytes.length - 1)));
      expect(() => decodeVoiceFrame(cut)).toThrow(VoiceFrameError);
      expect(() => decodeVoiceFrame(Uint8Array.of(...bytes, 0))).toThrow(VoiceFrameError);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      try {
        expect(encodeVoiceFrame(decodeVoiceFrame(bytes))).toEqual(Uint8Array.from(bytes));
      } catch (failure) {
        expect(failure).toBeInstanceOf(VoiceFrameError);
      }
    }),
  );
});

test("stored packets read back, whole or from the middle of a longer buffer", () => {
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 20 }), (packets) => {
      const packed = packPackets(packets);
      expect(readPackets(packed)).toEqual(packets);
      const shifted = Uint8Array.of(7, 7, ...packed, 7).subarray(2, 2 + packed.length);
      expect(readPackets(shifted)).toEqual(packets);
    }),
  );
});

test("packets without content, and longer ones than Opus makes, are refused", () => {
  expect(() => readPackets(Uint8Array.of(0, 0))).toThrow(VoiceFrameError);
  expect(() => readPackets(packPackets([new Uint8Array(VOICE_PACKET_BYTES_MAX + 1)]))).toThrow(
    VoiceFrameError,
  );
});

test("the layout of a frame, byte by byte", () => {
  const frame: VoiceFrame = {
    kind: "packets",
    handle: 0x01020304,
    packet: 5,
    packets: [Uint8Array.of(0xaa, 0xbb)],
  };
  expect(Buffer.from(encodeVoiceFrame(frame)).toString("hex")).toBe("01000102030400000005010002aabb");
  const sealed: VoiceFrame = { ...frame, seal: { key_id: 6, counter: 7n } };
  expect(Buffer.from(encodeVoiceFrame(sealed)).toString("hex")).toBe(
    "0101010203040000000500000006000000000000000701" + "0002aabb",
  );
});
