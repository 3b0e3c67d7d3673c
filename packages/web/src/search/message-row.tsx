import type { ConversationView } from "@feiliao/client";
import type { SearchHit } from "@feiliao/protocol";
import { Show } from "solid-js";
import { fullDate, shortTime } from "../i18n/dates.ts";
import { t } from "../i18n/language.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { client } from "../state/client.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Highlighted } from "./highlighted.tsx";

/** A message that was found. Within one conversation its writer stands in the place of the conversation's title. */
export function FoundMessage(props: {
  hit: SearchHit;
  within: boolean;
  current?: boolean;
  onOpened: () => void;
}) {
  const conversation = (): ConversationView | null => client.conversation(props.hit.conversation_id);
  const writer = () => conversation()?.members.find(({ account_id }) => account_id === props.hit.sender);
  const mine = (): boolean => props.hit.sender === conversation()?.me?.account_id;
  const writerName = (): string => (mine() ? t().search.you : (nameOf(conversation(), writer()?.name) ?? ""));
  const title = (): string => {
    const open = conversation();
    return open ? shownTitle(open) : "";
  };
  const face = () => (props.within ? writer() : conversation()?.peer);
  return (
    <li>
      <button
        type="button"
        class="found"
        data-testid="found-message"
        data-seq={props.hit.seq}
        aria-current={props.current ? "true" : undefined}
        onClick={() => props.onOpened()}
      >
        <Avatar
          name={props.within ? (writer()?.name ?? writerName()) : title()}
          id={face()?.account_id ?? props.hit.conversation_id}
          picture={face()?.picture}
          owner={props.hit.conversation_id}
        />
        <span class="found-title">{props.within ? writerName() : title()}</span>
        <time
          class="found-time"
          datetime={new Date(props.hit.server_time).toISOString()}
          title={fullDate(props.hit.server_time)}
        >
          {shortTime(props.hit.server_time, Date.now())}
        </time>
        <span class="found-text">
          <Show when={!props.within && (mine() || conversation()?.kind !== "direct")}>
            {t().search.writer(writerName())}
          </Show>
          <Highlighted {...props.hit} />
        </span>
      </button>
    </li>
  );
}

/** Of the other person, the name that is shown everywhere. */
function nameOf(conversation: ConversationView | null, own_name: string | null | undefined): string | null {
  if (conversation?.kind === "direct") return shownTitle(conversation);
  return own_name ?? null;
}
