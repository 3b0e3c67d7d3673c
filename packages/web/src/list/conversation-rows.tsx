import { createMemo, createSignal, For, Show } from "solid-js";
import { groupPart } from "../group/language.ts";
import { t } from "../i18n/language.ts";
import { cells } from "../state/cells.ts";
import { conversations } from "../state/client.ts";
import { ConversationRow } from "./conversation-row.tsx";

const Invitation = groupPart(() => import("../group/invitation.tsx").then((module) => module.Invitation));

/** All conversations, or those that were put away. */
export function ConversationRows() {
  const [archive, setArchive] = createSignal(false);
  const archived = createMemo(() => conversations().filter(({ settings }) => settings.archived));
  const shown = createMemo(() =>
    conversations().filter(({ settings }) => settings.archived === (archive() && archived().length > 0)),
  );
  const rows = cells(shown, (conversation) => conversation.conversation_id);
  return (
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
  );
}
