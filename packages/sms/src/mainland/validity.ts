import { relativeDuration } from "../smpp/time.ts";
import { parseAbsoluteTime } from "./china-time.ts";

/** How long from now a message is valid, of either time of SMPP 3.4 §7.1.1; null when the gateway decides. */
export function validForMs(time: string, now_ms: number): number | null {
  const expires_at_ms = parseAbsoluteTime(time);
  return expires_at_ms === null ? relativeDuration(time) : Math.max(expires_at_ms - now_ms, 0);
}
