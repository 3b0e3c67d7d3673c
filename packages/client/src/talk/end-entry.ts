import type { Entry } from "@feiliao/protocol";
import { PACKET_MS } from "@feiliao/protocol/voice-frame";
import type { Credentials } from "../cache/records.ts";
import type { TalkConclusion } from "./talk.ts";

/** The log's entry that ends a talk of one's own, as the server has written it. */
export function talkEndEntry(
  { ack, talk_id, target, outcome, packets, waveform }: TalkConclusion,
  { account_id: sender, device_id }: Credentials,
): { epoch: number; entry: Entry } {
  const { epoch, seq, server_time } = ack;
  const duration_ms = packets * PACKET_MS;
  const content = { type: "talk_end", target, talk_id, outcome, packets, duration_ms, waveform } as const;
  // The server's own key for it: with another one the next pull would look like rewritten history (D10).
  const client_id = [talk_id, outcome, packets].join("\n");
  return { epoch, entry: { seq, sender, device_id, client_id, server_time, enc: 0, content } };
}
