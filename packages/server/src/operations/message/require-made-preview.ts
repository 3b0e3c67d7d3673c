import type { SendableContent } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Services } from "../services.ts";

/** Nobody makes up what a site says of itself. @throws bad_request */
export function requireMadePreview(previews: Services["previews"], content: SendableContent): void {
  if (content.type !== "text" || !content.preview || previews.made(content.preview)) return;
  throw new FeiliaoError("bad_request", {}, "preview: not as preview/get gave it");
}
