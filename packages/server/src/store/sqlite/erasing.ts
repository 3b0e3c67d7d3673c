import type { EntryContent } from "@feiliao/protocol";
import { blobsOf } from "../append-rules.ts";
import type { ConversationState } from "./conversation-state.ts";
import type { EntryLog } from "./log/entry-log.ts";
import type { Traces } from "./log/traces.ts";
import type { MediaRows } from "./media.ts";
import type { TalkRows } from "./talks.ts";

interface Parts {
  log: EntryLog;
  media: MediaRows;
  talks: TalkRows;
  traces: Pick<Traces, "leave">;
}

/** Empties entries and lets go of what they showed; row, seq, key and chain stay. */
export class Erasing {
  readonly #log: EntryLog;
  readonly #media: MediaRows;
  readonly #talks: TalkRows;
  readonly #traces: Pick<Traces, "leave">;

  constructor({ log, media, talks, traces }: Parts) {
    this.#log = log;
    this.#media = media;
    this.#talks = talks;
    this.#traces = traces;
  }

  /** Within a write only. Nothing when it is erased already. */
  erase({ no, last_time }: ConversationState, seq: number): void {
    const content = this.contentAt(no, seq);
    if (!content || content.type === "erased") return;
    for (const blob_id of blobsOf(content)) this.#media.releaseFromConversation(no, blob_id);
    if (content.type === "voice") this.#talks.end(content.talk_id, "cancelled", null, last_time);
    this.#log.erase(no, seq);
    this.#traces.leave();
  }

  contentAt(conversation_no: number, seq: number): EntryContent | null {
    const row = this.#log.at(conversation_no, seq);
    return row && (JSON.parse(row.content) as EntryContent);
  }
}
