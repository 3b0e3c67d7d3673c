import type { MessageView } from "@feiliao/client";
import { session } from "../state/client.ts";

/** Whether a message waits for something that may not come: for the person's decision, or for the network. */
export function isStuck({ state }: MessageView): boolean {
  if (state === "failed") return true;
  const now = session();
  const online = now.phase === "signed_in" && now.connection.phase === "online";
  return state === "queued" && !online;
}
