import type { AccountId } from "@feiliao/protocol";
import { readPackets } from "@feiliao/protocol/voice-frame";
import type { Blobs } from "@feiliao/server/blobs/blobs";
import type { Store } from "@feiliao/server/store/store";
import type { FinalLog, FinalLogs } from "./final-logs.ts";
import type { History, Voice } from "./history.ts";

/** D13: what was spoken is in the log as far as it came: all of it when the app was not killed. */
export async function auditVoice(
  { composed }: History,
  logs: FinalLogs,
  store: Store,
  blobs: Blobs,
  isHere: (device_id: string) => boolean,
): Promise<string[]> {
  const findings: string[] = [];
  for (const { what, client_id, conversation_id, account_id, device_id, discarded } of composed) {
    if (what.type !== "voice" || discarded) continue;
    const entry = logs.get(conversation_id)?.entries.find((each) => each.client_id === client_id);
    if (entry?.content.type === "erased") continue; // it was recalled, or has disappeared
    if (hasGone(logs.get(conversation_id), account_id)) continue; // who is put out in the middle is cut short
    const name = `talk ${client_id} of ${device_id}`;
    if (entry?.content.type !== "voice") {
      if (what.end === "finished" && what.packets.length > 0 && isHere(device_id)) {
        findings.push(`D13: ${name} is not in the log`);
      }
      continue;
    }
    const end = entry.fold?.talk_end;
    if (!isHere(device_id) || end?.outcome === "cancelled") continue;
    const blob_id = await store.talks.blob(entry.content.talk_id);
    const blob = blob_id && (await blobs.get(blob_id));
    const stored = blob ? readPackets(await blob.bytes()) : [];
    findings.push(...compare(name, what, end?.outcome, stored));
  }
  return findings;
}

function compare(name: string, voice: Voice, outcome: string | undefined, stored: Uint8Array[]): string[] {
  const same = stored.every((packet, index) => Bun.deepEquals(packet, voice.packets[index]));
  if (!same) return [`D13: ${name} has packets that nobody spoke there`];
  if (voice.end === "lost" || voice.end === "cancelled") return [];
  const whole = outcome === "complete" && stored.length === voice.packets.length;
  return whole
    ? []
    : [`D13: ${name} ended ${outcome} with ${stored.length} of ${voice.packets.length} packets`];
}

/** Whether somebody left, or was removed, at some time. */
function hasGone(log: FinalLog | undefined, account_id: AccountId): boolean {
  return (log?.entries ?? []).some(
    ({ content }) =>
      content.type === "membership" && GONE.has(content.change) && content.account_ids.includes(account_id),
  );
}

const GONE: ReadonlySet<string> = new Set(["left", "removed", "banned"]);
