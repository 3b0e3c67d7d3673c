import type { NameHit } from "@feiliao/client";
import { Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { go } from "../navigation/router.ts";
import { shownTitle } from "../numbers/shown-title.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Highlighted } from "./highlighted.tsx";

/** A person or a group: the title, and below it what else was found in. */
export function NameRow(props: { hit: NameHit; onOpened: () => void }) {
  const conversation = () => props.hit.conversation;
  const isTitle = (): boolean => props.hit.by === "title";
  const open = (): void => {
    go({ screen: "conversation", conversation_id: conversation().conversation_id });
    props.onOpened();
  };
  return (
    <li>
      <button type="button" class="found" data-testid="found-name" onClick={open}>
        <Avatar
          name={shownTitle(conversation())}
          id={conversation().peer?.account_id ?? conversation().conversation_id}
          picture={conversation().peer?.picture}
          owner={conversation().conversation_id}
        />
        <span class="found-title">
          <Show when={isTitle()} fallback={shownTitle(conversation())}>
            <Highlighted {...props.hit} />
          </Show>
        </span>
        <Show when={!isTitle()}>
          <span class="found-text">
            {labelOf(props.hit.by)}
            <Highlighted {...props.hit} />
          </span>
        </Show>
      </button>
    </li>
  );
}

/** What it is that was found; a title and a number speak for themselves. */
function labelOf(by: NameHit["by"]): string {
  if (by === "own_name") return t().search.own_name;
  return by === "member" ? t().search.member : "";
}
