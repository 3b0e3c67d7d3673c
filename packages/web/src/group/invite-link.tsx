import type { ConversationView } from "@feiliao/client";
import { createSignal, Match, Show, Switch } from "solid-js";
import { QrCode } from "../qr/qr-code.tsx";
import { client } from "../state/client.ts";
import { showToast } from "../ui/toast.tsx";
import { done } from "./done.ts";
import { inviteUrl } from "./invite-url.ts";
import { g } from "./language.ts";

/** The link that leads into the group: shown on request, copied, shared, renewed or revoked. */
export function InviteLink(props: { conversation: ConversationView }) {
  /** Undefined: not asked for; null: there is none. */
  const [url, setUrl] = createSignal<string | null>();
  const { conversation_id } = props.conversation;
  const show = (renew: boolean): void => {
    void done(
      client.groups.link(conversation_id, renew).then(({ token }) => setUrl(token && inviteUrl(token))),
    );
  };
  const revoke = async (): Promise<void> => {
    if (!(await done(client.groups.revokeLink(conversation_id)))) return;
    setUrl(undefined);
    showToast(g().link.revoked);
  };
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(url()!);
    showToast(g().link.copied);
  };
  /** Closing the system's sheet without a choice rejects, and needs no answer. */
  const share = (): void => void navigator.share({ url: url()! }).catch(() => undefined);
  const intro = (): string =>
    props.conversation.info?.settings.approval ? g().link.intro_approval : g().link.intro;
  return (
    <section class="group" aria-labelledby="group-link">
      <h2 id="group-link">{g().link.title}</h2>
      <p class="soft">{intro()}</p>
      <Switch>
        <Match when={url() === undefined}>
          <div class="setting-actions">
            <button type="button" class="secondary" data-testid="link-show" onClick={() => show(false)}>
              {g().link.show}
            </button>
          </div>
        </Match>
        <Match when={url() === null}>
          <p class="soft">{g().link.none}</p>
        </Match>
        <Match when={url()}>
          {(shown) => (
            <>
              <div class="invite-qr">
                <QrCode text={shown()} label={g().link.qr} />
              </div>
              <output class="invite-url" data-testid="invite-url">
                {shown()}
              </output>
              <div class="setting-actions">
                <button type="button" class="secondary" onClick={copy}>
                  {g().link.copy}
                </button>
                <Show when={"share" in navigator}>
                  <button type="button" class="secondary" onClick={share}>
                    {g().link.share}
                  </button>
                </Show>
                <Show when={props.conversation.rights.manage}>
                  <button
                    type="button"
                    class="quiet"
                    title={g().link.renew_hint}
                    data-testid="link-renew"
                    onClick={() => show(true)}
                  >
                    {g().link.renew}
                  </button>
                  <button type="button" class="dangerous" data-testid="link-revoke" onClick={revoke}>
                    {g().link.revoke}
                  </button>
                </Show>
              </div>
            </>
          )}
        </Match>
      </Switch>
    </section>
  );
}
