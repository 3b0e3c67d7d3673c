import type { SendableContent } from "@feiliao/protocol";

/** Content without what the server alone says of it: nobody writes that something came as SMS. */
export function asWritten(content: SendableContent): SendableContent {
  if (content.type !== "text") return content;
  const { via: _, incomplete: __, ...written } = content;
  return written;
}
