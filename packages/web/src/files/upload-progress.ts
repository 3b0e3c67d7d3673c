import { type Accessor, createSignal, onCleanup } from "solid-js";
import { client } from "../state/client.ts";

/** How many bytes of a message's file the server has, while it goes up. */
export function uploadProgress(key: string): Accessor<number> {
  const [sent, setSent] = createSignal(client.uploaded(key));
  onCleanup(
    client.on((event) => {
      if (event.type === "upload" && event.key === key) setSent(event.sent_bytes);
    }),
  );
  return sent;
}
