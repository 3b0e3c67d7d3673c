import type { AccountId, ConversationId, EntryContent } from "@feiliao/protocol";
import type { Chance } from "@feiliao/testkit/chance";
import type { Spoken, World } from "./world.ts";

const EMOJI = ["👍", "❤️"];

/** A message, with what it refers to. */
export function someMessage(
  chance: Chance,
  { blobs, senders }: World,
  conversation_id: ConversationId,
): EntryContent {
  const [blob_id, other] = [chance.pick(blobs), chance.pick(blobs)];
  const about = senders.get(conversation_id)!.length;
  const reply = chance.happens(0.1) ? { reply_to: 1 + about } : {};
  const size = { size: 1, width: 1, height: 1 };
  return chance.weighted<EntryContent>([
    [{ type: "text", text: `words ${chance.integer(1, 99)}`, ...reply }, 6],
    [{ type: "text", text: "everybody", mentions: ["all"] }, 0.3],
    [{ type: "image", blob_id, mime: "image/png", ...size, thumbhash: "", ...reply }, 3],
    [{ type: "file", blob_id, name: "notes.txt", mime: "text/plain", size: 1, caption: "read" }, 1],
    [
      {
        type: "video",
        blob_id,
        mime: "video/mp4",
        ...size,
        duration_ms: 1,
        poster: { blob_id: other, mime: "image/webp", size: 1, thumbhash: "" },
      },
      1,
    ],
    [{ type: "location", latitude: 31, longitude: 121 }, 1],
  ])!;
}

/** A change of an entry that is there, or not, or not yet; mostly by who wrote that. */
export function someChange(
  chance: Chance,
  { senders }: World,
  conversation_id: ConversationId,
  other: AccountId,
): { by: AccountId; content: EntryContent } {
  const written = senders.get(conversation_id)!;
  const target = Math.max(1, written.length - chance.integer(-2, 8));
  const by = (chance.happens(0.6) && written[target - 1]) || other;
  const content = chance.weighted<EntryContent>([
    [{ type: "edit", target, text: `better ${chance.integer(1, 99)}` }, 3],
    [{ type: "recall", target }, 2],
    [{ type: "reaction", target, emoji: chance.happens(0.3) ? null : chance.pick(EMOJI) }, 3],
    [{ type: "pin", target, pinned: chance.happens(0.7) }, 2],
  ])!;
  return { by, content };
}

export function someInfo(chance: Chance, { blobs }: World): EntryContent {
  const settings = {
    who_writes: chance.happens(0.9) ? "everyone" : "admins",
    approval: chance.happens(0.3),
    history_for_new: chance.happens(0.5),
  } as const;
  return chance.weighted<EntryContent>([
    [{ type: "info", title: `Choir ${chance.integer(1, 9)}` }, 1],
    [{ type: "info", picture: chance.happens(0.3) ? null : chance.pick(blobs) }, 1],
    [{ type: "info", announcement: chance.happens(0.3) ? null : "at three" }, 1],
    [{ type: "info", settings }, 1],
    [{ type: "info", disappear_after_s: chance.happens(0.4) ? 0 : 60 }, 2],
  ])!;
}

/** The end of a talk, with as many packets as are stored, or nearly. */
export function someEnd(chance: Chance, { talk_id, seq, packets: stored }: Spoken): EntryContent {
  const outcome = chance.pick(["complete", "interrupted", "cancelled"] as const);
  const packets = outcome === "cancelled" ? 0 : stored + (chance.happens(0.2) ? 1 : 0);
  return {
    type: "talk_end",
    target: seq,
    talk_id,
    outcome,
    packets,
    duration_ms: 20 * packets,
    waveform: "",
  };
}
