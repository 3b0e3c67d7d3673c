/** Every message is this many bytes of ASCII text, as in the peers' runs. */
export const BODY_BYTES = 100;

const TIME_DIGITS = 16;
const SENDER_DIGITS = 6;
/** As much of a body as `bodyTime` and `bodySender` look at. */
export const BODY_HEAD_BYTES = 1 + TIME_DIGITS + SENDER_DIGITS;
const FILLER =
  "the quick brown fox jumps over the lazy dog and runs away from the old grey wolf in the deep wood ";

/** What a body begins with; found in incoming frames instead of parsing them. */
export const BODY_MARK = "T0";

/** `T`, the generator's clock in microseconds, the sender's index, filler. Needs no escape in JSON or XML. */
export function makeBody(sender: number): string {
  const time = String(Math.round(performance.now() * 1e3)).padStart(TIME_DIGITS, "0");
  const head = `T${time}${String(sender).padStart(SENDER_DIGITS, "0")} `;
  return head + FILLER.slice(0, BODY_BYTES - head.length);
}

/** When the body that begins at `start` of a frame was made, in milliseconds of `performance.now()`. */
export function bodyTime(frame: string, start: number): number {
  return Number(frame.slice(start + 1, start + 1 + TIME_DIGITS)) / 1e3;
}

/** The index of the sender of the body that begins at `start` of a frame. */
export function bodySender(frame: string, start: number): number {
  const from = start + 1 + TIME_DIGITS;
  return Number(frame.slice(from, from + SENDER_DIGITS));
}
