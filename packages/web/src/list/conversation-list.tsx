import { createMemo, createSignal, For, Show } from "solid-js";
import { groupPart } from "../group/language.ts";
import { t } from "../i18n/language.ts";
import { go } from "../navigation/router.ts";
import { cells } from "../state/cells.ts";
import { conversations, profile } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { deferred } from "../ui/deferred.tsx";
import { Icon } from "../ui/icon.tsx";
import { adding, setAdding } from "./adding.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { ConversationRow } from "./conversation-row.tsx";
import { EmptyList } from "./empty-list.tsx";
import { matches } from "./filter.ts";
import "./conversation-list.css";

const Invitation = groupPart(() => import("../group/invitation.tsx").then((module) => module.Invitation));
const NewGroup = groupPart(() => import("../group/new-group.tsx").then((module) => module.NewGroup));
const AddFriend = deferred(() => import("./add-friend.tsx").then((module) => module.AddFriend));

export function ConversationList() {
  const [filter, setFilter] = createSignal("");
  const [grouping, setGrouping] = createSignal(false);
  const [archive, setArchive] = createSignal(false);
  const archived = createMemo(() => conversations().filter(({ settings }) => settings.archived));
  // What is looked for is found in the archive too.
  const shown = createMemo(() =>
    conversations().filter(
      (conversation) =>
        matches(conversation, filter()) && (filter() !== "" || conversation.settings.archived === archive()),
    ),
  );
  const rows = cells(shown, (conversation) => conversation.conversation_id);

  return (
    <nav class="sidebar" aria-label={t().list.title}>
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
            id="chat-filter"
            type="search"
            autocomplete="off"
            placeholder={t().list.filter}
            aria-label={t().list.filter}
            data-testid="filter"
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        <ul class="conversations">
          <For each={rows()} fallback={<li class="no-match soft">{t().list.no_match}</li>}>
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
          <Show when={archived().length > 0 && filter() === ""}>
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
      <Show when={grouping()}>
        <NewGroup onClosed={() => setGrouping(false)} />
      </Show>
      <Show when={adding()}>
        <AddFriend onClosed={() => setAdding(false)} />
      </Show>
    </nav>
  );
}
