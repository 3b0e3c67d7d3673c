import type { Database } from "bun:sqlite";
import type { ConversationInfo } from "@feiliao/protocol";
import type { ConversationState } from "./conversation-state.ts";

/** What conversations are, as JSON in their rows. */
export class InfoRows {
  readonly #update;

  constructor(database: Database) {
    this.#update = database.query<unknown, [string, number, number]>(
      "UPDATE conversation SET info = ?, info_revision = ? WHERE no = ?",
    );
  }

  /** Within a write only. Devices find it by the revision that it gets. */
  set(state: ConversationState, info: ConversationInfo): void {
    const revision = ++state.revision;
    state.info = info;
    state.info_revision = revision;
    state.told_revision = revision;
    this.#update.run(JSON.stringify(info), revision, state.no);
  }
}
