import type { ConversationSettings, ConversationView } from "@feiliao/client";
import { createSignal, For, Match, Show, Switch } from "solid-js";
import { done } from "../group/done.ts";
import { g } from "../group/language.ts";
import { t } from "../i18n/language.ts";
import { messagePart } from "../message/language.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { smsPart } from "../sms/language.ts";
import { client, profile } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { showToast } from "../ui/toast.tsx";
import "../group/group.css";

const ChatUpkeep = messagePart(() =>
  import("../message/chat-upkeep.tsx").then((module) => module.ChatUpkeep),
);

const Fallback = smsPart(() => import("../sms/fallback.tsx").then((module) => module.Fallback));
const FallbackItem = smsPart(() => import("../sms/fallback-item.tsx").then((module) => module.FallbackItem));

const HOUR_MS = 3_600_000;
const MUTE_FOR = {
  mute_hour: HOUR_MS,
  mute_8_hours: 8 * HOUR_MS,
  mute_week: 7 * 24 * HOUR_MS,
  mute_always: Number.POSITIVE_INFINITY,
} as const;
/** Later than any date that can be written. */
const FOR_GOOD = 8.64e15;

export interface ConversationMenuProps {
  conversation: ConversationView;
  onClosed: () => void;
}

/** What this person decides about a chat for themselves: nobody else sees it. */
export function ConversationMenu(props: ConversationMenuProps) {
  const [asking, setAsking] = createSignal<"mute" | "fallback" | "block">();
  let dialog!: HTMLDialogElement;
  const settings = (): ConversationSettings => props.conversation.settings;
  const muted = (): boolean => (settings().muted_until ?? 0) > Date.now();
  /** Somebody without the app gets every message as SMS that their friend pays for, and no other. */
  const hasFallback = (): boolean => {
    const { kind, address, peer, sms } = props.conversation;
    return kind === "direct" && address !== null && peer?.account_id !== profile()?.account_id && !sms;
  };
  const unread = (): boolean => props.conversation.unread > 0 || settings().marked_unread;

  const set = async (change: Partial<ConversationSettings>): Promise<void> => {
    const { conversation_id } = props.conversation;
    if (await done(client.setConversationSettings(conversation_id, change))) dialog.close();
  };
  const mute = (time_ms: number): Promise<void> =>
    set({ muted_until: Math.min(Date.now() + time_ms, FOR_GOOD) });
  const markRead = async (): Promise<void> => {
    const { conversation_id, last } = props.conversation;
    if (last?.seq) client.markRead(conversation_id, last.seq);
    await set({ marked_unread: false });
  };
  const block = async (blocked: boolean): Promise<void> => {
    if (!(await done(client.setBlocked(props.conversation.address!, blocked)))) return;
    dialog.close();
    if (blocked) showToast(g().menu.blocked(shownTitle(props.conversation)));
  };
  return (
    <Dialog
      title={
        asking() === "block"
          ? g().menu.block_title(shownTitle(props.conversation))
          : shownTitle(props.conversation)
      }
      onClosed={props.onClosed}
      ref={(element) => (dialog = element)}
    >
      <Switch
        fallback={
          <div class="menu" data-testid="conversation-menu">
            <Item
              name={settings().pinned ? "unpin" : "pin"}
              onChosen={() => set({ pinned: !settings().pinned })}
            />
            <Show when={muted()} fallback={<Item name="mute" onChosen={() => setAsking("mute")} />}>
              <Item name="unmute" onChosen={() => set({ muted_until: null })} />
            </Show>
            <Show
              when={unread()}
              fallback={<Item name="mark_unread" onChosen={() => set({ marked_unread: true })} />}
            >
              <Item name="mark_read" onChosen={markRead} />
            </Show>
            <Item
              name={settings().archived ? "unarchive" : "archive"}
              onChosen={() => set({ archived: !settings().archived })}
            />
            <Show when={hasFallback()}>
              <FallbackItem onChosen={() => setAsking("fallback")} />
            </Show>
            <ChatUpkeep conversation={props.conversation} onChosen={() => dialog.close()} />
            <Show when={props.conversation.kind === "direct" && props.conversation.address}>
              <Show
                when={props.conversation.blocked}
                fallback={<Item name="block" dangerous onChosen={() => setAsking("block")} />}
              >
                <Item name="unblock" onChosen={() => block(false)} />
              </Show>
            </Show>
          </div>
        }
      >
        <Match when={asking() === "mute"}>
          <div class="menu">
            <For each={Object.entries(MUTE_FOR) as [keyof typeof MUTE_FOR, number][]}>
              {([name, time_ms]) => <Item name={name} onChosen={() => mute(time_ms)} />}
            </For>
          </div>
        </Match>
        <Match when={asking() === "fallback"}>
          <Fallback conversation={props.conversation} onDone={() => dialog.close()} />
        </Match>
        <Match when={asking() === "block"}>
          <p>{g().menu.block_intro}</p>
          <div class="dialog-actions">
            <button type="button" class="quiet" onClick={() => setAsking(undefined)}>
              {t().app.cancel}
            </button>
            <button type="button" class="dangerous" data-testid="block-confirm" onClick={() => block(true)}>
              {g().menu.block}
            </button>
          </div>
        </Match>
      </Switch>
    </Dialog>
  );
}

type ItemName =
  | keyof typeof MUTE_FOR
  | "pin"
  | "unpin"
  | "mute"
  | "unmute"
  | "mark_read"
  | "mark_unread"
  | "archive"
  | "unarchive"
  | "block"
  | "unblock";

function Item(props: { name: ItemName; dangerous?: boolean; onChosen: () => void }) {
  return (
    <button
      type="button"
      class={props.dangerous ? "dangerous" : "secondary"}
      data-testid={`menu-${props.name}`}
      onClick={() => props.onChosen()}
    >
      {g().menu[props.name]}
    </button>
  );
}
