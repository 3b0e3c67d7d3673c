import { SmsTextError } from "./error.ts";

/** 3GPP TS 23.040 §9.2.3.24. Those we do not know are kept as they came. */
export interface InformationElement {
  /** Information element identifier, 0–255. */
  id: number;
  data: Uint8Array;
}

/** What an SMS carries: its header, if it has one, and the content behind it. */
export interface UserData {
  elements: InformationElement[];
  content: Uint8Array;
}

/**
 * Reads the user data of an SMS that has a header. Never throws: a header whose elements do not fill it exactly is
 * ignored, as §9.2.3.24 asks, and one that is longer than the SMS is no header but content, because a few gateways
 * announce headers that are not there.
 */
export function readUserData(user_data: Uint8Array): UserData {
  const end = 1 + (user_data[0] ?? 0);
  if (end > user_data.length) return { elements: [], content: user_data };
  return { elements: readElements(user_data.subarray(1, end)) ?? [], content: user_data.subarray(end) };
}

function readElements(header: Uint8Array): InformationElement[] | null {
  const elements: InformationElement[] = [];
  for (let at = 0; at < header.length; ) {
    const length = header[at + 1];
    if (length === undefined || at + 2 + length > header.length) return null;
    elements.push({ id: header[at]!, data: header.subarray(at + 2, at + 2 + length) });
    at += 2 + length;
  }
  return elements;
}

/** The bytes of an SMS with this header. Throws `header_too_long` over 255 bytes of elements. */
export function writeUserData({ elements, content }: UserData): Uint8Array {
  const header_bytes = elements.reduce((sum, { data }) => sum + 2 + data.length, 0);
  if (header_bytes > 0xff) throw new SmsTextError("header_too_long");
  const user_data = new Uint8Array(1 + header_bytes + content.length);
  user_data[0] = header_bytes;
  let at = 1;
  for (const { id, data } of elements) {
    user_data.set([id, data.length], at);
    user_data.set(data, at + 2);
    at += 2 + data.length;
  }
  user_data.set(content, at);
  return user_data;
}
