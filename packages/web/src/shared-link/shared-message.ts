/** What a link shows, as `POST /s/open` answers it. */
export interface SharedMessage {
  kind: "voice" | "image" | "video" | "file";
  sender_name: string | null;
  /** Milliseconds since 1970. */
  sent_at: number;
  expires_at: number;
  caption: string | null;
  duration_ms: number | null;
  /** 64 loudness values of 0..31, each as one base32hex character. */
  waveform: string | null;
  /** Of a file. */
  name: string | null;
  /** In bytes. */
  size: number | null;
  width: number | null;
  height: number | null;
  /** The same in several formats, the best first. */
  sources: { url: string; type: string }[];
  poster: string | null;
}

export type Opened =
  | { state: "opening" }
  | { state: "shown"; message: SharedMessage }
  /** It has expired, was recalled, or never was. */
  | { state: "gone" }
  | { state: "offline" };

/** Asks for what a token shows; the media can be fetched for an hour then. */
export async function openShared(token: string): Promise<Opened> {
  try {
    const response = await fetch("/s/open", { method: "POST", body: JSON.stringify({ token }) });
    if (response.ok) return { state: "shown", message: (await response.json()) as SharedMessage };
    return { state: response.status >= 500 || response.status === 429 ? "offline" : "gone" };
  } catch {
    return { state: "offline" };
  }
}
