import type { FoundMessages } from "@feiliao/client";
import type { ConversationId } from "@feiliao/protocol";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { client } from "../state/client.ts";
import { effect } from "../state/effect.ts";

/** Typing goes on for this long before the server is asked. */
const TYPING_MS = 180;
/** An answer may have no hits and still more to look through: so often it is asked on. */
const ROUNDS_MAX = 5;

export type MessageResults =
  | { phase: "searching" }
  | { phase: "failed"; reason: string }
  | { phase: "found"; hits: FoundMessages["hits"]; next: string | null; complete: boolean };

const NOTHING_TYPED: MessageResults = { phase: "found", hits: [], next: null, complete: true };

/** Messages that have what is typed, as it is typed. What was found stays until there is something newer. */
export function createMessageSearch(typed: Accessor<string>, conversation_id?: ConversationId) {
  const [results, setResults] = createSignal<MessageResults>({ phase: "searching" });
  const [loadingMore, setLoadingMore] = createSignal(false);
  let latest = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  effect(() => {
    latest = typed().trim();
    clearTimeout(timer);
    if (latest === "") setResults(NOTHING_TYPED);
    else timer = setTimeout(() => void search(latest), TYPING_MS);
  });

  async function search(query: string): Promise<void> {
    const before = results();
    if (before.phase === "failed" || before === NOTHING_TYPED) setResults({ phase: "searching" });
    const found = await page(query, null);
    if (query === latest) setResults(found);
  }

  async function more(): Promise<void> {
    const before = results();
    if (before.phase !== "found" || before.next === null || loadingMore()) return;
    setLoadingMore(true);
    const found = await page(latest, before.next);
    setLoadingMore(false);
    if (results() !== before) return; // something else was typed meanwhile
    setResults(found.phase === "found" ? { ...found, hits: [...before.hits, ...found.hits] } : found);
  }

  async function page(query: string, cursor: string | null): Promise<MessageResults> {
    try {
      let next = cursor;
      for (let round = 1; ; round++) {
        const found = await client.findMessages({
          query,
          ...(conversation_id && { conversation_id }),
          ...(next !== null && { cursor: next }),
        });
        next = found.next;
        if (found.hits.length > 0 || next === null || round === ROUNDS_MAX)
          return { phase: "found", ...found };
      }
    } catch (failure) {
      return { phase: "failed", reason: errorText(failure) };
    }
  }

  return { results, loadingMore, more };
}
