import { secondTime } from "../mainland/china-time.ts";

/** Msg_Id as the neutral layer names it: 16 lowercase hexadecimal digits. */
export function messageIdText(msg_id: bigint): string {
  return msg_id.toString(16).padStart(16, "0");
}

export function isMessageId(text: string): boolean {
  return /^[0-9a-f]{1,16}$/.test(text);
}

/** @throws RangeError when it is no Msg_Id */
export function parseMessageId(text: string): bigint {
  if (!isMessageId(text)) throw new RangeError(`no Msg_Id of CMPP: ${text}`);
  return BigInt(`0x${text}`);
}

/** As a gateway makes it: month 4 bits, day 5, hour 5, minute 6, second 6, gateway 22, count 16. */
export function makeMessageId(now_ms: number, gateway: number, count: number): bigint {
  const [month, day, hour, minute, second] = (secondTime(now_ms).slice(4).match(/../g) as string[]).map(
    Number,
  );
  const clock = [
    [month, 4],
    [day, 5],
    [hour, 5],
    [minute, 6],
    [second, 6],
    [gateway & 0x3f_ffff, 22],
    [count & 0xffff, 16],
  ] as const;
  return clock.reduce((bits, [value, width]) => (bits << BigInt(width)) | BigInt(value as number), 0n);
}
