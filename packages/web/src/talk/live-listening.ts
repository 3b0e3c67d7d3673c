import type { ClientEvent, MessageView } from "@feiliao/client";
import type { ConversationId, TalkId } from "@feiliao/protocol";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { client } from "../state/client.ts";
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

const [heardNow, setHeardNow] = createSignal<TalkId>();

/** The talk that sounds live at the moment. */
export { heardNow };

export interface LiveListening {
  /** A talk that is spoken now and may not sound before somebody presses something. */
  silent: Accessor<TalkId | undefined>;
  /** Call it inside a press: from here on the talk is heard. */
  unlock(): Promise<void>;
}

/** Plays what is spoken in a conversation as it is spoken, for as long as the component that asked for it lives. */
export function listenLive(
  conversation_id: ConversationId,
  messages: Accessor<readonly MessageView[]>,
): LiveListening {
  const [silent, setSilent] = createSignal<TalkId>();
  /** Asked at the beginning of each talk. */
  let allowed: { talk_id: TalkId; answer: Promise<boolean> } | undefined;
  let listening: Listening | undefined;
  /** A talk that something else took the turn from: what is left of it can be played afterwards. */
  let passed_over: TalkId | undefined;

  const stop = (): void => {
    if (!listening) return;
    passed_over = listening.talk_id;
    void listening.player.then(
      (player) => player.stop(),
      () => undefined,
    );
    listening = undefined;
    setHeardNow(undefined);
  };
  const begin = (talk_id: TalkId, first: number): Listening => {
    takeTurn(stop);
    setHeardNow(talk_id);
    return { talk_id, player: voice().then((engine) => engine.live()), whole: first === 0 };
  };
  const hear = async ({ talk_id, first, packets }: TalkPackets): Promise<void> => {
    if (recorder.state().phase !== "idle") passed_over = talk_id;
    if (allowed?.talk_id !== talk_id) allowed = { talk_id, answer: soundMayStart() };
    if (!(await allowed.answer)) {
      setSilent(talk_id);
      return;
    }
    if (passed_over === talk_id) return;
    if (listening?.talk_id !== talk_id) listening = begin(talk_id, first);
    (await listening.player).push(first, packets);
  };
  const end = async ({ talk_id, outcome }: TalkEnd): Promise<void> => {
    // Packets that came just before may still be waiting for the same answer.
    if (allowed?.talk_id === talk_id) await allowed.answer;
    if (silent() === talk_id) setSilent(undefined);
    const ending = listening;
    if (ending?.talk_id !== talk_id) return;
    if (outcome === "cancelled") {
      stop();
      return;
    }
    const player = await ending.player;
    player.onFinished((played) => {
      if (listening !== ending) return;
      listening = undefined;
      setHeardNow(undefined);
      if (played && ending.whole) markHeard(messages(), talk_id);
    });
    player.end();
  };
  const unlock = async (): Promise<void> => {
    const talk_id = silent();
    setSilent(undefined);
    if (talk_id) allowed = { talk_id, answer: Promise.resolve(true) };
    try {
      await voice().then((engine) => engine.unlock());
    } catch {
      if (talk_id) setSilent(talk_id); // the browser still refuses sound: the chip stays
    }
  };

  onCleanup(
    client.on((event) => {
      if (event.type !== "talk_packets" && event.type !== "talk_end") return;
      if (event.conversation_id !== conversation_id) return;
      (event.type === "talk_packets" ? hear(event) : end(event)).catch((error: unknown) => {
        console.warn("What is spoken cannot be heard live.", error);
        if (listening?.talk_id === event.talk_id) stop();
      });
    }),
  );
  onCleanup(stop);
  return { silent, unlock };
}

function markHeard(messages: readonly MessageView[], talk_id: TalkId): void {
  const message = messages.findLast(({ content }) => content.type === "voice" && content.talk_id === talk_id);
  if (message && !message.mine && message.seq !== null) {
    client.markHeard(message.conversation_id, message.seq);
  }
}
