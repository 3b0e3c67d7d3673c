import { type ConversationView, changesOf } from "@feiliao/client";
import type { Member } from "@feiliao/protocol";
import { createSignal, For, Match, Show, Switch } from "solid-js";
import { t } from "../i18n/language.ts";
import { go } from "../navigation/router.ts";
import { client } from "../state/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { done } from "./done.ts";
import { g } from "./language.ts";
import { friends, personName } from "./people.ts";

type Change = ReturnType<typeof changesOf>[number];
/** What cannot be taken back with one press is asked about. */
const SURE = { made_owner: "sure_owner", removed: "sure_removed", banned: "sure_banned" } as const;
type Asked = keyof typeof SURE | "muted";

const HOUR_MS = 3_600_000;
const MUTE_FOR = {
  mute_hour: HOUR_MS,
  mute_day: 24 * HOUR_MS,
  mute_week: 7 * 24 * HOUR_MS,
  mute_forever: null,
} as const;

export interface MemberActionsProps {
  member: Member;
  conversation: ConversationView;
  onClosed: () => void;
  onChanged: () => void;
}

/** What can be done with a member: whatever this person has the right to, and writing to them. */
export function MemberActions(props: MemberActionsProps) {
  const [asking, setAsking] = createSignal<Asked>();
  let dialog!: HTMLDialogElement;
  const { account_id } = props.member;
  const name = (): string => personName(props.conversation, account_id);
  const friend = () => friends().find((other) => other.account_id === account_id);
  const changes = (): Change[] => changesOf(props.conversation, props.member, Date.now());

  const sure = (): keyof typeof SURE | undefined => {
    const what = asking();
    return what === "muted" ? undefined : what;
  };

  const change = async (what: Change, until?: number): Promise<void> => {
    const { conversation_id } = props.conversation;
    if (!(await done(client.groups.changeMembers(conversation_id, what, [account_id], until)))) return;
    dialog.close();
    props.onChanged();
  };
  const choose = (what: Change): void => {
    if (isAsked(what) && props.member.state === "active") setAsking(what);
    else void change(what);
  };
  const write = (): void => {
    const direct = friend()!.conversation;
    dialog.close();
    go({ screen: "conversation", conversation_id: direct.conversation_id });
  };
  return (
    <Dialog title={name()} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <Switch
        fallback={
          <div class="menu">
            <Show when={friend()}>
              <button type="button" class="secondary" onClick={write}>
                {g().member.message}
              </button>
            </Show>
            <For each={changes()}>
              {(what) => (
                <button
                  type="button"
                  class={what === "removed" || what === "banned" ? "dangerous" : "secondary"}
                  data-testid={`member-${what}`}
                  onClick={() => choose(what)}
                >
                  {g().member[what]}
                </button>
              )}
            </For>
          </div>
        }
      >
        <Match when={asking() === "muted"}>
          <p>{g().member.mute_for}</p>
          <div class="menu">
            <For each={Object.entries(MUTE_FOR)}>
              {([word, time_ms]) => (
                <button
                  type="button"
                  class="secondary"
                  data-testid={word}
                  onClick={() => change("muted", time_ms === null ? undefined : Date.now() + time_ms)}
                >
                  {g().member[word as keyof typeof MUTE_FOR]}
                </button>
              )}
            </For>
          </div>
        </Match>
        <Match when={sure()}>
          {(what) => (
            <>
              <p>{g().member[SURE[what()]](name())}</p>
              <div class="dialog-actions">
                <button type="button" class="quiet" onClick={() => setAsking(undefined)}>
                  {t().app.cancel}
                </button>
                <button
                  type="button"
                  class="dangerous"
                  data-testid="member-confirm"
                  onClick={() => change(what())}
                >
                  {g().member[what()]}
                </button>
              </div>
            </>
          )}
        </Match>
      </Switch>
    </Dialog>
  );
}

function isAsked(what: Change): what is Asked {
  return what === "muted" || what in SURE;
}
