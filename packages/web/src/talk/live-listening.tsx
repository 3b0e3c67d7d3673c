import type { ClientEvent, MessageView } from "@feiliao/client";
import type { ConversationId, TalkId } from "@feiliao/protocol";
import { type Accessor, createSignal, onCleanup, onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { Icon } from "../ui/icon.tsx";
import type { LivePlayer } from "../voice/voice-engine.ts";
import { voice } from "./engine.ts";
import { recorder } from "./recorder.ts";
import { soundMayStart } from "./sound-permission.ts";
import { takeTurn } from "./turn.ts";

type TalkPackets = Extract<ClientEvent, { type: "talk_packets" }>;
type TalkEnd = Extract<ClientEvent, { type: "talk_end" }>;

interface Listening {
  talk_id: TalkId;
  player: Promise<LivePlayer>;
  /** Heard from its first packet on. */
  whole: boolean;
}

/** The talk that sounds live at the moment. */
const [heardNow, setHeardNow] = createSignal<TalkId>();

export { heardNow };

export interface LiveListeningProps {
  conversation_id: ConversationId;
  messages: Accessor<readonly MessageView[]>;
}

/**
 * Plays what is spoken in the open conversation as it is spoken. Before the first press on the page browsers
 * allow no sound: then it asks for one.
 */
export function LiveListening(props: LiveListeningProps) {
  const [silent, setSilent] = createSignal<TalkId>();
  /** Asked at the beginning of each talk. */
  let allowed: { talk_id: TalkId; answer: Promise<boolean> } | undefined;
  let listening: Listening | undefined;
  /** A talk that was not listened to from somewhere on stays a message to be played. */
  let passed_over: TalkId | undefined;

  const stop = (): void => {
    passed_over = listening?.talk_id;
    void listening?.player.then((player) => player.stop());
    listening = undefined;
    setHeardNow(undefined);
  };
  const begin = (talk_id: TalkId, first: number): Listening => {
    takeTurn(stop);
    const player = voice().then((engine) => engine.live());
    setHeardNow(talk_id);
    return { talk_id, player, whole: first === 0 };
  };
  const packets = async ({ talk_id, first, packets }: TalkPackets): Promise<void> => {
    if (passed_over === talk_id) return;
    if (recorder.state().phase !== "idle") {
      stop();
      passed_over = talk_id;
      return;
    }
    if (allowed?.talk_id !== talk_id) allowed = { talk_id, answer: soundMayStart() };
    if (!(await allowed.answer)) {
      if (allowed.talk_id === talk_id) setSilent(talk_id);
      return;
    }
    if (listening?.talk_id !== talk_id) listening = begin(talk_id, first);
    (await listening.player).push(first, packets);
  };
  const ended = async ({ talk_id, outcome }: TalkEnd): Promise<void> => {
    if (silent() === talk_id) setSilent(undefined);
    const ending = listening;
    if (ending?.talk_id !== talk_id) return;
    const player = await ending.player;
    if (outcome === "cancelled") return stop();
    player.onFinished(() => {
      if (listening !== ending) return;
      listening = undefined;
      setHeardNow(undefined);
      if (ending.whole) markHeard(props, talk_id);
    });
    player.end();
  };
  const unlock = async (): Promise<void> => {
    const talk_id = silent();
    setSilent(undefined);
    await voice().then((engine) => engine.unlock());
    if (talk_id) allowed = { talk_id, answer: Promise.resolve(true) };
  };

  onMount(() =>
    onCleanup(
      client.on((event) => {
        if (event.type !== "talk_packets" && event.type !== "talk_end") return;
        if (event.conversation_id !== props.conversation_id) return;
        void (event.type === "talk_packets" ? packets(event) : ended(event));
      }),
    ),
  );
  onCleanup(stop);

  return (
    <Show when={silent()}>
      <button type="button" class="tap-to-listen" data-testid="tap-to-listen" onClick={unlock}>
        <Icon name="listen" />
        {t().talk.tap_to_listen}
      </button>
    </Show>
  );
}

function markHeard({ conversation_id, messages }: LiveListeningProps, talk_id: TalkId): void {
  const message = messages().findLast(
    ({ content }) => content.type === "voice" && content.talk_id === talk_id,
  );
  if (message && !message.mine && message.seq !== null) client.markHeard(conversation_id, message.seq);
}
