import { SEARCH_CHARACTERS_MAX } from "@feiliao/protocol/search/limits";
import { createMemo, createSignal, For, Show } from "solid-js";
import { groupPart } from "../group/language.ts";
import { t } from "../i18n/language.ts";
import { go } from "../navigation/router.ts";
import { moveThrough } from "../search/arrow-keys.ts";
import { cells } from "../state/cells.ts";
import { conversations, profile } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { deferred } from "../ui/deferred.tsx";
import { Icon } from "../ui/icon.tsx";
import { adding, setAdding } from "./adding.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { ConversationRow } from "./conversation-row.tsx";
import { EmptyList } from "./empty-list.tsx";
import "./conversation-list.css";

const SearchResults = deferred(() =>
  import("../search/search-results.tsx").then((module) => module.SearchResults),
);
const Invitation = groupPart(() => import("../group/invitation.tsx").then((module) => module.Invitation));
const NewGroup = groupPart(() => import("../group/new-group.tsx").then((module) => module.NewGroup));
const AddFriend = deferred(() => import("./add-friend.tsx").then((module) => module.AddFriend));

export function ConversationList() {
  const [typed, setTyped] = createSignal("");
  const [grouping, setGrouping] = createSignal(false);
  const [archive, setArchive] = createSignal(false);
  const archived = createMemo(() => conversations().filter(({ settings }) => settings.archived));
  const shown = createMemo(() => conversations().filter(({ settings }) => settings.archived === archive()));
  const rows = cells(shown, (conversation) => conversation.conversation_id);
  let field: HTMLInputElement | undefined;
  let results: HTMLElement | undefined;
  const clear = (): void => {
    setTyped("");
    if (field) field.value = "";
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || typed() === "") return;
    if (event.key === "Escape") {
      clear();
      field?.focus();
    } else if (event.key === "Enter" && event.target === field) {
      results?.querySelector<HTMLElement>(".found")?.click();
    } else if (!results || !field || !moveThrough(results, field, event.key)) return;
    event.preventDefault();
  };

  return (
    <nav class="sidebar" aria-label={t().list.title} onKeyDown={onKeyDown}>
      <header class="sidebar-head">
        <button
          type="button"
          class="sidebar-me"
          aria-label={t().list.settings}
          data-testid="settings"
          onClick={() => go({ screen: "settings" })}
        >
          <Avatar
            name={profile()?.name ?? ""}
            id={profile()?.account_id ?? ""}
            picture={profile()?.picture}
            owner="me"
          />
        </button>
        <h1>{t().list.title}</h1>
        <button
          type="button"
          class="quiet round"
          aria-label={t().list.add_friend}
          title={t().list.add_friend}
          data-testid="add-friend"
          onClick={() => setAdding(true)}
        >
          <Icon name="plus" />
        </button>
        <button
          type="button"
          class="quiet round"
          aria-label={t().list.new_group}
          title={t().list.new_group}
          data-testid="new-group"
          onClick={() => setGrouping(true)}
        >
          <Icon name="people" />
        </button>
      </header>
      <ConnectionBanner />
      <Show when={conversations().length > 0} fallback={<EmptyList />}>
        <label class="filter">
          <Icon name="search" />
          <input
            ref={field}
            id="search"
            type="search"
            autocomplete="off"
            maxLength={SEARCH_CHARACTERS_MAX}
            placeholder={t().list.search}
            aria-label={t().list.search}
            data-testid="search"
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <Show
          when={typed().trim() === ""}
          fallback={<SearchResults typed={typed()} onOpened={clear} ref={(element) => (results = element)} />}
        >
          <ul class="conversations">
            <For each={rows()}>
              {(row) => (
                <Show
                  when={row.value().state === "invited"}
                  fallback={<ConversationRow conversation={row.value()} />}
                >
                  <li>
                    <Invitation conversation={row.value()} row />
                  </li>
                </Show>
              )}
            </For>
            <Show when={archived().length > 0}>
              <li>
                <button
                  type="button"
                  class="archive quiet"
                  data-testid="archive"
                  onClick={() => setArchive(!archive())}
                >
                  {archive() ? t().list.all_chats : t().list.archive(archived().length)}
                </button>
              </li>
            </Show>
          </ul>
        </Show>
      </Show>
      <Show when={grouping()}>
        <NewGroup onClosed={() => setGrouping(false)} />
      </Show>
      <Show when={adding()}>
        <AddFriend onClosed={() => setAdding(false)} />
      </Show>
    </nav>
  );
}
