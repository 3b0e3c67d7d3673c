import type { ConversationView } from "@feiliao/client";
import { createSignal, onCleanup } from "solid-js";
import { t } from "../i18n/language.ts";
import { previewOf } from "../list/preview.tsx";
import { shownTitle } from "../numbers/shown-title.ts";
import { client } from "../state/client.ts";

/** Screen readers are told what arrived in one go, instead of being interrupted by every message. */
const BATCH_MS = 2_000;

export function Announcements(props: { conversation: ConversationView; quiet: boolean }) {
  const [spoken, setSpoken] = createSignal("");
  let arrived: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const speak = (): void => {
    timer = undefined;
    setSpoken(arrived.join("\n"));
    arrived = [];
  };
  onCleanup(
    client.on((event) => {
      if (event.type !== "message" || props.quiet) return;
      if (event.message.conversation_id !== props.conversation.conversation_id) return;
      arrived.push(t().conversation.announce(shownTitle(props.conversation), previewOf(event.message)));
      timer ??= setTimeout(speak, BATCH_MS);
    }),
  );
  onCleanup(() => clearTimeout(timer));
  return (
    <div class="spoken-only" aria-live="polite">
      {spoken()}
    </div>
  );
}
