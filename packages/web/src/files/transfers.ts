import type { MessageView } from "@feiliao/client";
import { type Accessor, createSignal } from "solid-js";
import { client } from "../state/client.ts";

/** What goes on between this device and the server for the file of one message. */
export type Transfer =
  | { phase: "none" }
  | { phase: "moving"; done_bytes: number }
  | { phase: "here"; blob: Blob }
  | { phase: "failed" };

interface Download {
  state: Accessor<Transfer>;
  abort: AbortController;
}

/** By message, so that a download goes on while its bubble is scrolled away. */
const downloads = new Map<string, Download>();
const NONE: Transfer = { phase: "none" };
const [known, setKnown] = createSignal(0, { equals: false });

export function downloadOf(key: string): Transfer {
  known();
  return downloads.get(key)?.state() ?? NONE;
}

/** Fetches the file of a message, once however often it is asked for. Null when it was cancelled or failed. */
export async function download(message: MessageView): Promise<Blob | null> {
  const { key } = message;
  const running = downloadOf(key);
  if (running.phase === "here") return running.blob;
  if (running.phase === "moving") return null;
  const abort = new AbortController();
  const [state, setState] = createSignal<Transfer>({ phase: "moving", done_bytes: 0 });
  downloads.set(key, { state, abort });
  setKnown(0);
  try {
    const onProgress = (done_bytes: number) => setState({ phase: "moving", done_bytes });
    const blob = await client.download(message, { onProgress, signal: abort.signal });
    setState({ phase: "here", blob });
    return blob;
  } catch {
    if (abort.signal.aborted) forget(key);
    else setState({ phase: "failed" });
    return null;
  }
}

export function cancelDownload(key: string): void {
  downloads.get(key)?.abort.abort();
}

function forget(key: string): void {
  downloads.delete(key);
  setKnown(0);
}
