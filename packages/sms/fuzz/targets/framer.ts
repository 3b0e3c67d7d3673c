import { Framer } from "../../src/session/framer.ts";
import { MalformedPdu } from "../../src/session/malformed-pdu.ts";
import { promiseEqual } from "../promise.ts";
import type { FuzzTarget } from "../target.ts";

const RULE = { header_bytes: 12, pdu_bytes_max: 64 };

/** A stream gives the same PDUs, and ends at the same impossible length, however it is cut. */
export const framer: FuzzTarget = {
  name: "framer",
  corpus: [12, 13, 64, 65].map((length) => {
    const pdu = new Uint8Array(length);
    pdu[3] = length;
    return new Uint8Array(Buffer.concat([pdu, pdu]));
  }),
  run(input) {
    const whole = cut(input, [input.length]);
    const lengths = input.length > 0 ? Array.from(input.subarray(-8), (byte) => 1 + (byte % 32)) : [1];
    promiseEqual(cut(input, lengths), whole, "how a stream is cut does not matter");
    promiseEqual(cut(input, [1]), whole, "bytes may come one by one");
    return `${whole.frames.length} ${whole.fault}`;
  },
};

function cut(stream: Uint8Array, lengths: readonly number[]) {
  const framer = new Framer(RULE);
  const frames: string[] = [];
  try {
    for (let at = 0, turn = 0; at < stream.length; turn++) {
      const length = Math.max(1, lengths[turn % lengths.length]!);
      framer.push(stream.subarray(at, at + length), (frame) =>
        frames.push(Buffer.from(frame).toString("hex")),
      );
      at += length;
    }
  } catch (error) {
    if (!(error instanceof MalformedPdu)) throw error;
    return { frames, fault: error.fault };
  }
  return { frames, fault: null };
}
