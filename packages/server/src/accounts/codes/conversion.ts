import type { Conversion, ConversionScope } from "../../store/verification-store.ts";

const MINUTE_MS = 60_000;

/** What is counted: the newest codes of a scope, at most so many, and none older than the window. */
export const CONVERSION_WINDOW_MS = 6 * 60 * MINUTE_MS;
export const CONVERSION_SAMPLE_MAX = 500;
/** Who reads an SMS enters its code within this time; of younger ones nothing is concluded against anybody. */
export const CODE_SETTLED_MS = 2 * MINUTE_MS;

/** From this many codes on their share that is entered says something: one block, one network, or all of them. */
export const SAMPLE_MIN: Readonly<Record<ConversionScope["kind"], number>> = {
  block: 30,
  network: 30,
  all: 100,
};
/** Fewer than this share entered: codes cost computing time. */
export const CHALLENGE_BELOW = 0.2;
/** Fewer than this share of those old enough entered: somebody earns from codes that nobody reads. */
export const STOP_BELOW = 0.05;

/** 2¹⁸ hashes are some tenths of a second in a browser; each doubling of the sample doubles them, up to 2²⁰. */
const BITS_MIN = 18;
export const CHALLENGE_BITS_MAX = 20;

/** What the share of codes that are entered asks of the next one. */
export type ConversionStep = { step: "open" } | { step: "challenge"; bits: number } | { step: "stop" };

export function conversionStep(
  kind: ConversionScope["kind"],
  { sent, settled, entered }: Conversion,
): ConversionStep {
  const sample_min = SAMPLE_MIN[kind];
  if (settled >= sample_min && entered / settled < STOP_BELOW) return { step: "stop" };
  if (sent < sample_min || entered / sent >= CHALLENGE_BELOW) return { step: "open" };
  const doublings = Math.floor(Math.log2(sent / sample_min));
  return { step: "challenge", bits: Math.min(BITS_MIN + doublings, CHALLENGE_BITS_MAX) };
}
