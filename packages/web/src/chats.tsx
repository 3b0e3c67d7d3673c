import { createSignal, onMount, Show } from "solid-js";
import { takeOpenedLink } from "./devices/link-id.ts";
import { groupPart } from "./group/language.ts";
import { t } from "./i18n/language.ts";
import { ConversationList } from "./list/conversation-list.tsx";
import { messagePart } from "./message/language.ts";
import { openConversationId, openGroupId, route } from "./navigation/router.ts";
import { useShortcuts } from "./navigation/shortcuts.ts";
import { effect } from "./state/effect.ts";
import { postpone, requestToAskAbout } from "./state/postponed.ts";
import { deferred } from "./ui/deferred.tsx";
import "./chats.css";

const loadConversationScreen = () =>
  import("./conversation/conversation-screen.tsx").then((module) => module.ConversationScreen);
const ConversationScreen = deferred(loadConversationScreen);
const GroupScreen = groupPart(() => import("./group/group-screen.tsx").then((module) => module.GroupScreen));
const FavouritesScreen = messagePart(() =>
  import("./message/favourites-screen.tsx").then((module) => module.FavouritesScreen),
);
const Settings = deferred(() => import("./settings/settings.tsx").then((module) => module.Settings));
const LinkDevice = deferred(() => import("./devices/link-device.tsx").then((module) => module.LinkDevice));

const AskedToSignIn = deferred(() =>
  import("./ways-in/asked-to-sign-in.tsx").then((module) => module.AskedToSignIn),
);

/** Beside each other where there is room, else one at a time: the list, and what is open. */
export function Chats() {
  useShortcuts();
  // The list stands first; whoever then chooses from it waits for nothing. A failure is said when it is drawn.
  onMount(() => void loadConversationScreen().catch(() => undefined));
  const [scanned, setScanned] = createSignal(takeOpenedLink());
  let left: string | null = null;
  effect(() => {
    const open = openConversationId();
    // Coming back to the list, the keyboard and the screen reader go on where they left it.
    if (!open && left) document.querySelector<HTMLElement>(`[data-id="${left}"]`)?.focus();
    left = open;
  });
  return (
    <main class="chats" data-screen={route().screen}>
      <ConversationList />
      <div class="pane">
        <Show when={route().screen === "settings"}>
          <Settings />
        </Show>
        <Show when={route().screen === "favourites"}>
          <FavouritesScreen />
        </Show>
        <Show when={openGroupId()} keyed>
          {(conversation_id) => <GroupScreen conversation_id={conversation_id} />}
        </Show>
        <Show when={openConversationId()} keyed>
          {(conversation_id) => <ConversationScreen conversation_id={conversation_id} />}
        </Show>
        <Show when={route().screen === "list"}>
          <div class="pane-empty">
            <img src="/icons/icon.svg" alt="" width="72" height="72" />
            <p class="soft">{t().list.choose}</p>
          </div>
        </Show>
      </div>
      <Show when={requestToAskAbout()} keyed>
        {(request) => <AskedToSignIn request={request} onClosed={() => postpone(request)} />}
      </Show>
      <Show when={scanned()}>
        {(link_id) => <LinkDevice link_id={link_id()} onClosed={() => setScanned(null)} />}
      </Show>
    </main>
  );
}
