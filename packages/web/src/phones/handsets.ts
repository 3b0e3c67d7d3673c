import { createSignal } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { mergeMessages } from "./merge.ts";
import {
  EVENTS_URL,
  fetchList,
  fetchMessages,
  type HandsetChange,
  type HandsetMessage,
  type MagicNumber,
  postReply,
} from "./simulator-api.ts";

/** What each handset shows, as far as it was asked for; of the others only the last message. */
const [messages, setMessages] = createStore<Record<string, HandsetMessage[]>>({});
const [magicNumbers, setMagicNumbers] = createSignal<readonly MagicNumber[]>([]);
const [live, setLive] = createSignal(false);
const RETRY_MS = 3_000;
const opened = new Set<string>();
const arrivalListeners = new Set<(number: string) => void>();

export { live, magicNumbers };

export const messagesOf = (number: string): readonly HandsetMessage[] => messages[number] ?? [];

/** Handsets with messages, the one that was busy last first. */
export function handsets(): { number: string; last: HandsetMessage }[] {
  return Object.entries(messages)
    .flatMap(([number, all]) => {
      const last = all.at(-1);
      return last ? [{ number, last }] : [];
    })
    .sort((a, b) => b.last.id - a.last.id);
}

export function magicOf(number: string): MagicNumber | undefined {
  return magicNumbers().find(({ last_digits }) => number.endsWith(last_digits));
}

/** Follows every handset for as long as the page is open. */
export function watchHandsets(): void {
  const events = new EventSource(EVENTS_URL);
  // Subscribed first, read afterwards: nothing can fall in between.
  events.onopen = () =>
    reload().then(
      () => setLive(true),
      () => setLive(false),
    );
  events.onerror = () => {
    setLive(false);
    // The browser reconnects by itself unless the server answered with an error (WHATWG HTML §9.2.3).
    if (events.readyState === EventSource.CLOSED) setTimeout(watchHandsets, RETRY_MS);
  };
  events.onmessage = ({ data }: MessageEvent<string>) => take(JSON.parse(data) as HandsetChange);
}

/** Calls the listener with the number whenever an SMS arrives at a handset. */
export function onArrival(listener: (number: string) => void): () => void {
  arrivalListeners.add(listener);
  return () => arrivalListeners.delete(listener);
}

/** Loads all messages of a handset, and again after every reconnect. */
export async function openHandset(number: string): Promise<void> {
  opened.add(number);
  merge(number, await fetchMessages(number));
}

export async function reply(number: string, text: string): Promise<void> {
  merge(number, [await postReply(number, text)]);
}

async function reload(): Promise<void> {
  const list = await fetchList();
  setMagicNumbers(list.magic_numbers);
  for (const { number, last_message } of list.handsets) merge(number, [last_message]);
  await Promise.all([...opened].map(openHandset));
}

function take({ number, message }: HandsetChange): void {
  merge(number, [message]);
  if (message.state !== "arrived") return;
  for (const listener of arrivalListeners) listener(number);
}

/** A message keeps its row on the screen when its state changes. */
function merge(number: string, news: readonly HandsetMessage[]): void {
  setMessages(number, reconcile(mergeMessages(messagesOf(number), news), { key: "id" }));
}
