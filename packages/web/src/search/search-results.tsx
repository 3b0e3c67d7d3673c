import type { SearchHit } from "@feiliao/protocol";
import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { jumpTo } from "../navigation/jump.ts";
import { cells } from "../state/cells.ts";
import { createNames } from "./found-names.ts";
import { FoundMessage } from "./message-row.tsx";
import { createMessageSearch } from "./message-search.ts";
import { NameRow } from "./name-row.tsx";
import { SearchRemark } from "./search-remark.tsx";
import "./search.css";

/** Names beyond these wait for a press. */
const NAMES_SHOWN = 5;

/** What was found everywhere, in place of the list of chats: people and groups, messages, files. */
export function SearchResults(props: {
  typed: string;
  onOpened: () => void;
  ref?: (element: HTMLElement) => void;
}) {
  const typed = (): string => props.typed;
  const names = createNames(typed);
  const [allNames, setAllNames] = createSignal(false);
  const shownNames = cells(
    () => (allNames() ? names() : names().slice(0, NAMES_SHOWN)),
    ({ conversation }) => conversation.conversation_id,
  );
  const messages = createMessageSearch(typed);
  const hits = createMemo((): readonly SearchHit[] => {
    const found = messages.results();
    return found.phase === "found" ? found.hits : [];
  });
  const ofKind = (kind: SearchHit["kind"]) => hits().filter((hit) => hit.kind === kind);
  const open = (hit: SearchHit): void => {
    jumpTo(hit);
    props.onOpened();
  };
  const messageRows = (kind: SearchHit["kind"]) => (
    <For each={ofKind(kind)}>
      {(hit) => <FoundMessage hit={hit} within={false} onOpened={() => open(hit)} />}
    </For>
  );
  return (
    <div class="search-results" data-testid="search-results" ref={(element) => props.ref?.(element)}>
      <Group title={t().search.names} shown={names().length > 0}>
        <For each={shownNames()}>
          {(row) => <NameRow hit={row.value()} onOpened={() => props.onOpened()} />}
        </For>
        <Show when={names().length > shownNames().length}>
          <li>
            <button type="button" class="quiet more" onClick={() => setAllNames(true)}>
              {t().search.all_names(names().length)}
            </button>
          </li>
        </Show>
      </Group>
      <Group title={t().search.files} shown={ofKind("file").length > 0}>
        {messageRows("file")}
      </Group>
      <Group title={t().search.messages} shown={ofKind("message").length > 0}>
        {messageRows("message")}
      </Group>
      <SearchRemark search={messages} empty={names().length === 0 && hits().length === 0} typed={typed()} />
    </div>
  );
}

function Group(props: { title: string; shown: boolean; children: JSX.Element }) {
  return (
    <Show when={props.shown}>
      <section aria-label={props.title}>
        <h2>{props.title}</h2>
        <ul>{props.children}</ul>
      </section>
    </Show>
  );
}
