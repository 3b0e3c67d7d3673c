import type { AccountId, Entry } from "@feiliao/protocol";
import { foldChange } from "@feiliao/protocol/fold";
import type { ChangePayload, OutboxItem } from "../outbox/item.ts";
import { type Hidden, withHidden } from "./hidden.ts";
import { withFold } from "./log.ts";

/** Seqs that the log has not reached, in the order of composing. */
const BEYOND_ANY_LOG = 2 ** 52;

/** What was done to messages here and is not in the log yet: shown at once, and gone when it is refused. */
export class PendingChanges {
  readonly #changes: readonly OutboxItem<ChangePayload>[];
  readonly #items: readonly OutboxItem[];
  readonly #me: AccountId;

  constructor(items: readonly OutboxItem[], me: AccountId) {
    this.#items = items;
    this.#changes = items.filter(
      (item): item is OutboxItem<ChangePayload> => item.payload.type === "change" && isOpen(item),
    );
    this.#me = me;
  }

  /** The oldest entry that looks different, or Infinity. */
  get from_seq(): number {
    const changed = this.#changes.map(({ payload }) => payload.change.target);
    const hidden = this.#items.map(({ payload }) =>
      payload.type === "hide" ? Math.min(...payload.seqs) : payload.type === "clear" ? 0 : Infinity,
    );
    return Math.min(Number.POSITIVE_INFINITY, ...changed, ...hidden);
  }

  /** The entry as it will be; the same object when nothing changes it. */
  applyTo(entry: Entry): Entry {
    let shown = entry;
    for (const item of this.#changes) if (isAbout(item, entry, this.#me)) shown = this.#folded(shown, item);
    return shown;
  }

  /** The words that a message which waits itself was given meanwhile. */
  editOf(client_id: string): { text: string; at: number } | null {
    const edit = this.#changes.findLast(({ payload }) => payload.target_key === client_id);
    if (edit?.payload.change.type !== "edit") return null;
    return { text: edit.payload.change.text, at: edit.composed_at };
  }

  /** Pinned messages as they will be. */
  pins(before: readonly number[]): readonly number[] {
    return this.#changes.reduce<readonly number[]>((pins, { payload: { change } }) => {
      if (change.type !== "pin") return pins;
      const others = pins.filter((seq) => seq !== change.target);
      return change.pinned ? [...others, change.target] : others;
    }, before);
  }

  /** What is deleted for oneself as it will be. */
  hidden(before: Hidden): Hidden {
    const payloads = this.#items.map(({ payload }) => payload);
    const seqs = payloads.flatMap((payload) => (payload.type === "hide" ? payload.seqs : []));
    const cleared = payloads.map((payload) => (payload.type === "clear" ? payload.up_to : 0));
    return { ...withHidden(before, seqs), cleared: Math.max(before.cleared, ...cleared) };
  }

  #folded(entry: Entry, { payload: { change }, position, composed_at }: OutboxItem<ChangePayload>): Entry {
    const seq = BEYOND_ANY_LOG + position;
    const pending = { seq, sender: this.#me, server_time: composed_at, content: change };
    const { fold, content = entry.content } = foldChange(entry.fold, pending);
    return withFold({ ...entry, content }, fold);
  }
}

function isAbout({ payload }: OutboxItem<ChangePayload>, entry: Entry, me: AccountId): boolean {
  const { change, target_key } = payload;
  if (change.type === "pin") return false; // it changes the conversation, not the message
  return change.target === entry.seq || (entry.sender === me && target_key === entry.client_id);
}

function isOpen({ state }: OutboxItem): boolean {
  return state.phase !== "failed";
}
