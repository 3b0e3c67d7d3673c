import type { LinkPreview } from "@feiliao/protocol";
import type { Secret } from "../platform/secret.ts";

const PURPOSE = "link preview";

/** A preview with the server's word that it made it, so that nobody can make up what a site says of itself. */
export function sealPreview(secret: Secret, preview: Omit<LinkPreview, "seal">): LinkPreview {
  return { ...preview, seal: secret.derive(PURPOSE, ...partsOf(preview)).toString("base64url") };
}

/** Whether this server, or another node of the service, made the preview. */
export function verifyPreview(secret: Secret, preview: LinkPreview): boolean {
  return secret.verify(Buffer.from(preview.seal, "base64url"), PURPOSE, ...partsOf(preview));
}

function partsOf({ url, site, title, description, image }: Omit<LinkPreview, "seal">): string[] {
  const texts = [url, site, title, description];
  if (!image) return texts;
  const { blob_id, mime, size, width, height } = image;
  return [...texts, blob_id, mime, String(size), String(width), String(height)];
}
