import type { MessageView } from "@feiliao/client";
import { createSignal } from "solid-js";
import { t } from "../i18n/language.ts";
import { client } from "../state/client.ts";
import { preference } from "../state/preferences.ts";
import { showToast } from "../ui/toast.tsx";
import type { Clip } from "../voice/voice-engine.ts";
import { voice } from "./engine.ts";
import { takeTurn } from "./turn.ts";

export const SPEEDS = ["1", "1.5", "2"] as const;
export type Speed = (typeof SPEEDS)[number];
export const [speed, keepSpeed] = preference<Speed>("speed", "1", SPEEDS);

/** What the next message is, once one has been played to its end. */
export type NextMessage = (after: MessageView) => MessageView | undefined;

interface Loaded {
  message: MessageView;
  clip: Clip;
  next: NextMessage;
  /** Whether it sounded when last looked at: a clip that stops at its end by itself has been played. */
  sounding: boolean;
}

/** Where playback stands; `key` is the message's. */
export interface Position {
  key: string;
  playing: boolean;
  position_ms: number;
}

const [position, setPosition] = createSignal<Position>();

export { position };

let loaded: Loaded | undefined;
/** Counts requests, so that a clip which is ready too late does not start over a later one. */
let request = 0;
/** Where each message was left. */
const left_at = new Map<string, number>();

/** Plays or pauses a voice message. Only one sounds at a time. */
export async function toggle(message: MessageView, next: NextMessage): Promise<void> {
  const current = loaded;
  if (current?.message.key === message.key) {
    if (current.clip.playing) current.clip.pause();
    else await start(current);
    return;
  }
  const ready = await load(message, next);
  if (ready) await start(ready);
}

export async function seek(message: MessageView, next: NextMessage, ms: number): Promise<void> {
  const current = loaded?.message.key === message.key ? loaded : await load(message, next);
  if (!current) return;
  current.clip.seek(ms);
  show(current);
}

export function cycleSpeed(): void {
  keepSpeed(SPEEDS[(SPEEDS.indexOf(speed()) + 1) % SPEEDS.length]!);
  loaded?.clip.setSpeed(Number(speed()) as 1 | 1.5 | 2);
}

function pausePlaying(): void {
  request++;
  loaded?.clip.pause();
}

export function stopPlaying(): void {
  request++;
  if (!loaded) return;
  left_at.set(loaded.message.key, loaded.clip.position_ms());
  loaded.clip.dispose();
  loaded = undefined;
  setPosition(undefined);
}

async function load(message: MessageView, next: NextMessage): Promise<Loaded | undefined> {
  stopPlaying();
  const mine = ++request;
  try {
    const [engine, packets] = await Promise.all([voice(), client.talkPackets(message)]);
    const clip = await engine.clip(packets);
    if (mine !== request) {
      clip.dispose();
      return undefined;
    }
    const ready: Loaded = { message, clip, next, sounding: false };
    loaded = ready;
    clip.setSpeed(Number(speed()) as 1 | 1.5 | 2);
    clip.seek(left_at.get(message.key) ?? 0);
    clip.onChange(() => changed(ready));
    return ready;
  } catch (error) {
    console.warn("A voice message could not be played.", error);
    showToast(t().talk.not_loaded);
    return undefined;
  }
}

async function start(current: Loaded): Promise<void> {
  const { message, clip } = current;
  if (atEnd(clip)) clip.seek(0);
  takeTurn(pausePlaying);
  try {
    await clip.play();
  } catch (error) {
    // Without a press the browser may refuse to go on to the next message; it then waits to be pressed.
    console.warn("A voice message did not start.", error);
    return;
  }
  if (!message.mine && message.seq !== null) client.markHeard(message.conversation_id, message.seq);
}

/** The container's duration may differ from the clock's by a packet. */
const END_WITHIN_MS = 60;
const atEnd = (clip: Clip): boolean => clip.position_ms() >= clip.duration_ms - END_WITHIN_MS;

function changed(current: Loaded): void {
  if (loaded !== current) return;
  show(current);
  const ended = current.sounding && !current.clip.playing && atEnd(current.clip);
  current.sounding = current.clip.playing;
  if (!ended) return;
  const following = current.next(current.message);
  if (following) void toggle(following, current.next);
}

function show({ message, clip }: Loaded): void {
  setPosition({ key: message.key, playing: clip.playing, position_ms: clip.position_ms() });
}
