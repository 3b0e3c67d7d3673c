import type { ConversationView, MessageView } from "@feiliao/client";
import type { Output } from "@feiliao/protocol";
import { createSignal, For, onMount, Show } from "solid-js";
import { errorText } from "../i18n/error-text.ts";
import { client } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { g } from "./language.ts";
import { personName } from "./people.ts";
import "./group.css";

type Reader = Output<"message/readers">["readers"][number];

export interface ReadersProps {
  message: MessageView;
  conversation: ConversationView;
}

/** Larger groups tell watermarks only to who asks (protocol: WATERMARKS_PUSHED_MEMBERS_MAX). */
const FOLLOWED_MEMBERS_MAX = 64;

/** Under one's own message in a group: by how many it was read, and by whom on request. */
export function Readers(props: ReadersProps) {
  const [shown, setShown] = createSignal(false);
  const label = (): string => {
    const { info, members } = props.conversation;
    if ((info?.member_count ?? 0) > FOLLOWED_MEMBERS_MAX) return g().readers.details;
    const { seq, sender } = props.message;
    const read = members.filter(
      (member) => member.state === "active" && member.account_id !== sender && member.read >= (seq ?? 0),
    );
    return read.length > 0 ? g().readers.read_by(read.length) : g().readers.nobody;
  };
  return (
    <>
      <button type="button" class="read-by" data-testid="read-by" onClick={() => setShown(true)}>
        {label()}
      </button>
      <Show when={shown()}>
        <ReadersDialog {...props} onClosed={() => setShown(false)} />
      </Show>
    </>
  );
}

function ReadersDialog(props: ReadersProps & { onClosed: () => void }) {
  const [readers, setReaders] = createSignal<readonly Reader[]>([]);
  const [error, setError] = createSignal<string>();
  onMount(async () => {
    const { conversation_id, seq } = props.message;
    try {
      setReaders(await client.groups.readers(conversation_id, seq!));
    } catch (failure) {
      setError(errorText(failure));
    }
  });
  const far = (reader: Reader) =>
    reader.heard ? "heard" : reader.read ? "read" : reader.delivered ? "delivered" : "not_yet";
  return (
    <Dialog title={g().readers.title} onClosed={props.onClosed}>
      <Show when={error()}>
        <p class="error" role="alert">
          {error()}
        </p>
      </Show>
      <For each={["heard", "read", "delivered", "not_yet"] as const}>
        {(state) => {
          const those = () => readers().filter((reader) => far(reader) === state);
          return (
            <Show when={those().length > 0}>
              <section class="readers" data-testid={`readers-${state}`}>
                <h3>{g().readers[state](those().length)}</h3>
                <ul class="members">
                  <For each={those()}>
                    {({ account_id }) => <Person account_id={account_id} conversation={props.conversation} />}
                  </For>
                </ul>
              </section>
            </Show>
          );
        }}
      </For>
    </Dialog>
  );
}

function Person(props: { account_id: Reader["account_id"]; conversation: ConversationView }) {
  const member = () => props.conversation.members.find(({ account_id }) => account_id === props.account_id);
  const name = (): string => personName(props.conversation, props.account_id);
  return (
    <li class="person">
      <Avatar
        name={name()}
        id={props.account_id}
        picture={member()?.picture}
        owner={props.conversation.conversation_id}
      />
      <span class="person-name">{name()}</span>
    </li>
  );
}
