import type { ConversationView } from "@feiliao/client";
import type { SearchHit } from "@feiliao/protocol";
import { createMemo, createSignal, For, onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { jumpTo } from "../navigation/jump.ts";
import { Icon } from "../ui/icon.tsx";
import { moveThrough } from "./arrow-keys.ts";
import { FoundMessage } from "./message-row.tsx";
import { createMessageSearch } from "./message-search.ts";
import { SearchRemark } from "./search-remark.tsx";
import "./search.css";

/** Searching one conversation: a field, what was found, and steps from one place to the next. */
export function ConversationSearch(props: { conversation: ConversationView; onClosed: () => void }) {
  const { conversation_id } = props.conversation;
  const [typed, setTyped] = createSignal("");
  const [current, setCurrent] = createSignal<SearchHit | null>(null);
  const [listed, setListed] = createSignal(true);
  const search = createMessageSearch(typed, conversation_id);
  const hits = createMemo((): readonly SearchHit[] => {
    const found = search.results();
    return found.phase === "found" ? found.hits : [];
  });
  const index = (): number => hits().findIndex(({ seq }) => seq === current()?.seq);
  const hasMore = (): boolean => {
    const found = search.results();
    return found.phase === "found" && found.next !== null;
  };
  let field!: HTMLInputElement;
  let results!: HTMLDivElement;
  onMount(() => field.focus());

  const show = (hit: SearchHit | undefined): void => {
    if (!hit) return;
    setCurrent(hit);
    setListed(false);
    jumpTo(hit);
  };
  /** Hits are listed from the newest on, so the earlier ones come later. */
  const step = (by: number): void => {
    show(hits()[index() + by]);
    if (index() >= hits().length - 2) void search.more();
  };
  const type = (text: string): void => {
    setTyped(text);
    setCurrent(null);
    setListed(true);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "Escape") props.onClosed();
    else if (event.key === "Enter" && event.target === field) step(event.shiftKey ? -1 : 1);
    else if (!(listed() && moveThrough(results, field, event.key))) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <search class="conversation-search" onKeyDown={onKeyDown} data-testid="conversation-search">
      <div class="conversation-search-bar">
        <label class="search-field">
          <Icon name="search" />
          <input
            ref={field}
            type="search"
            autocomplete="off"
            placeholder={t().search.within}
            aria-label={t().search.within}
            data-testid="search-within-field"
            onInput={(event) => type(event.currentTarget.value)}
            onFocus={() => setListed(true)}
          />
        </label>
        <Show when={current()}>
          <span class="search-place soft" role="status" data-testid="search-place">
            {t().search.place(index() + 1, hits().length, hasMore())}
          </span>
          <button
            type="button"
            class="quiet round"
            aria-label={t().search.earlier}
            disabled={index() >= hits().length - 1}
            onClick={() => step(1)}
          >
            <Icon name="up" />
          </button>
          <button
            type="button"
            class="quiet round"
            aria-label={t().search.later}
            disabled={index() <= 0}
            onClick={() => step(-1)}
          >
            <Icon name="down" />
          </button>
        </Show>
        <button type="button" class="quiet round" aria-label={t().app.close} onClick={() => props.onClosed()}>
          <Icon name="close" />
        </button>
      </div>
      <div ref={results} class="conversation-search-results" hidden={!listed() || typed().trim() === ""}>
        <ul>
          <For each={hits()}>
            {(hit) => (
              <FoundMessage
                hit={hit}
                within
                current={hit.seq === current()?.seq}
                onOpened={() => show(hit)}
              />
            )}
          </For>
        </ul>
        <SearchRemark search={search} empty={hits().length === 0} typed={typed()} />
      </div>
    </search>
  );
}
