import type { Output } from "@feiliao/protocol";
import { createSignal, Match, onMount, Show, Switch } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { t } from "../i18n/language.ts";
import { go } from "../navigation/router.ts";
import { client } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { showToast } from "../ui/toast.tsx";
import { g } from "./language.ts";
import "./group.css";

type Look = Output<"group/look">;

/** What an invite link leads to, and the way in. */
export function JoinDialog(props: { token: string; onClosed: () => void }) {
  const [group, setGroup] = createSignal<Look>();
  const [error, setError] = createSignal<string>();
  const [busy, setBusy] = createSignal(false);
  let dialog!: HTMLDialogElement;

  onMount(async () => {
    try {
      setGroup(await client.groups.look(props.token));
    } catch (failure) {
      setError(errorText(failure));
    }
  });
  const open = (conversation_id: Look["conversation_id"]): void => {
    dialog.close();
    go({ screen: "conversation", conversation_id });
  };
  const join = async (): Promise<void> => {
    setBusy(true);
    try {
      const { conversation_id, state } = await client.groups.join(props.token);
      if (state === "active") return open(conversation_id);
      dialog.close();
      showToast(g().join.asked);
    } catch (failure) {
      setError(errorText(failure));
      setBusy(false);
    }
  };
  const title = (): string => (group()?.kind === "channel" ? g().join.channel : g().join.group);

  return (
    <Dialog title={title()} onClosed={props.onClosed} ref={(element) => (dialog = element)}>
      <Show when={error()}>
        <p class="error" role="alert">
          {error()}
        </p>
      </Show>
      <Show when={group()} fallback={!error() && <p class="soft">{g().join.looking}</p>}>
        {(found) => (
          <div class="join" data-testid="join">
            <Avatar name={found().title ?? ""} id={found().conversation_id} owner="me" />
            <strong>{found().title}</strong>
            <span class="soft">{size(found())}</span>
            <Show when={found().description}>
              <p>{found().description}</p>
            </Show>
            <Switch
              fallback={
                <button
                  type="button"
                  class="primary"
                  disabled={busy()}
                  data-testid="join-submit"
                  onClick={join}
                >
                  {waits(found()) ? g().join.ask : g().join.submit}
                </button>
              }
            >
              <Match when={found().state === "active"}>
                <button
                  type="button"
                  class="primary"
                  data-testid="join-open"
                  onClick={() => open(found().conversation_id)}
                >
                  {g().join.member}
                </button>
              </Match>
              <Match when={waits(found()) && found().state === "requested"}>
                <p>{g().join.asked}</p>
                <button type="button" class="secondary" onClick={() => dialog.close()}>
                  {t().app.close}
                </button>
              </Match>
            </Switch>
            <Show when={found().state !== "active"}>
              <small class="soft">
                {waits(found()) ? g().join.approval : ""} {g().invitation.intro}
              </small>
            </Show>
          </div>
        )}
      </Show>
    </Dialog>
  );
}

function size({ kind, member_count }: Look): string {
  return kind === "channel" ? g().info.readers(member_count) : g().info.members(member_count);
}

/** Who was asked in by a member needs nobody's leave any more. */
function waits({ approval, state }: Look): boolean {
  return approval && state !== "invited";
}
