import type { BlobId, ConversationId } from "@feiliao/protocol";
import { type Accessor, createSignal } from "solid-js";
import { client } from "../state/client.ts";

/** Object URLs of people's pictures, by blob: the same bytes have the same id, so one URL serves every place. */
const urls = new Map<BlobId, Accessor<string | undefined>>();

/** Undefined until the bytes are here. A picture that cannot be had now is asked for again the next time. */
export function pictureUrl(owner: ConversationId | "me", blob_id: BlobId): string | undefined {
  const known = urls.get(blob_id);
  if (known) return known();
  const [url, setUrl] = createSignal<string>();
  urls.set(blob_id, url);
  client.media(owner, blob_id).then(
    (bytes) => setUrl(URL.createObjectURL(new Blob([bytes]))),
    () => urls.delete(blob_id),
  );
  return url();
}
