import type { Segment } from "@feiliao/sms";
import { concatenationOf, decodeText, readUserData } from "@feiliao/sms/text";

/** A part as a handset can show it, and which long message it belongs to; `ref` null: none, or the carrier alone knows. */
export function readText({ coding, user_data, has_header, part, parts }: Segment): {
  text: string;
  ref: number | null;
  part: number;
  parts: number;
} {
  const { elements, content } = has_header ? readUserData(user_data) : { elements: [], content: user_data };
  const text = coding === "binary" ? Buffer.from(content).toString("hex") : decodeText(coding, content);
  const long = concatenationOf(elements);
  return long
    ? { text, ref: long.ref, part: long.part, parts: long.parts }
    : { text, ref: null, part, parts };
}
