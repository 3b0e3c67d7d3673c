import { monthDayTime } from "../mainland/china-time.ts";
import { counter, firstWithin } from "../mainland/counter.ts";
import type { Clock } from "../session/clock.ts";
import type { SgipSequence } from "./pdu.ts";

/** Numbers what a node sends: never the same again, whatever the day, however fast, and however soon after it was started anew. */
export function sgipSequences(node_id: number, clock: Clock): () => SgipSequence {
  const next = counter(firstWithin(1_000, 2 ** 32, clock.now()));
  return () => [node_id, monthDayTime(clock.now()), next()];
}

/** 24 lowercase hexadecimal digits, the name of the message that was submitted with it. */
export function sequenceText(sequence: SgipSequence): string {
  return sequence.map((word) => word.toString(16).padStart(8, "0")).join("");
}

/** @throws RangeError when it is none */
export function parseSequence(text: string): SgipSequence {
  if (!/^[0-9a-f]{24}$/.test(text)) throw new RangeError(`no sequence of SGIP: ${text}`);
  const word = (at: number) => Number.parseInt(text.slice(8 * at, 8 * at + 8), 16);
  return [word(0), word(1), word(2)];
}
