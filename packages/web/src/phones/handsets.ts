import { createSignal } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { mergeMessages } from "./merge.ts";
import { type HandsetSettings, USUAL_HANDSET } from "./settings.ts";
import {
  EVENTS_URL,
  fetchHandset,
  fetchList,
  fetchMessages,
  type Handset,
  type HandsetMessage,
  type MagicNumber,
  postReply,
  postSettings,
  type SimulatorChange,
} from "./simulator-api.ts";

/** How each handset is, as far as it is known. */
const [known, setKnown] = createStore<Record<string, Handset>>({});
/** What each handset shows, as far as it was asked for; of the others only the last message. */
const [messages, setMessages] = createStore<Record<string, HandsetMessage[]>>({});
const [magicNumbers, setMagicNumbers] = createSignal<readonly MagicNumber[]>([]);
const [live, setLive] = createSignal(false);
const RETRY_MS = 3_000;
const opened = new Set<string>();
const arrivalListeners = new Set<(number: string) => void>();
const carrierListeners = new Set<() => void>();

export { live, magicNumbers };

export const messagesOf = (number: string): readonly HandsetMessage[] => messages[number] ?? [];

export const handset = (number: string): Handset | undefined => known[number];

export interface HandsetRow {
  number: string;
  last: HandsetMessage | null;
}

/** Handsets with messages, the one that was busy last first; then those that were only set. */
export function handsets(): HandsetRow[] {
  const numbers = new Set([...Object.keys(messages), ...Object.keys(known).filter(isSet)]);
  return [...numbers]
    .map((number) => ({ number, last: messagesOf(number).at(-1) ?? null }))
    .filter(({ number, last }) => last !== null || isSet(number))
    .sort((a, b) => (b.last?.id ?? 0) - (a.last?.id ?? 0));
}

/** Whether it is set to anything but what is usual. */
export function isSet(number: string): boolean {
  const settings = known[number]?.settings;
  return settings !== undefined && JSON.stringify(settings) !== JSON.stringify(USUAL_HANDSET);
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
  events.onmessage = ({ data }: MessageEvent<string>) => take(JSON.parse(data) as SimulatorChange);
}

/** Calls the listener with the number whenever an SMS arrives at a handset. */
export function onArrival(listener: (number: string) => void): () => void {
  arrivalListeners.add(listener);
  return () => arrivalListeners.delete(listener);
}

/** Calls the listener whenever the settings of a carrier changed, or its bill may have. */
export function onCarrierChange(listener: () => void): () => void {
  carrierListeners.add(listener);
  return () => carrierListeners.delete(listener);
}

/** Loads all of a handset, and again after every reconnect. */
export async function openHandset(number: string): Promise<void> {
  opened.add(number);
  const [loaded, all] = await Promise.all([fetchHandset(number), fetchMessages(number)]);
  learn(loaded);
  merge(number, all);
}

export async function reply(number: string, text: string, to: string | null): Promise<void> {
  merge(number, [await postReply(number, text, to)]);
}

export async function setHandset(number: string, change: Partial<HandsetSettings>): Promise<void> {
  learn(await postSettings(number, change));
}

async function reload(): Promise<void> {
  const list = await fetchList();
  setMagicNumbers(list.magic_numbers);
  for (const loaded of list.handsets) learn(loaded);
  await Promise.all([...opened].map(openHandset));
}

function take(change: SimulatorChange): void {
  if (change.type === "handset") learn(change.handset);
  else for (const listener of carrierListeners) listener();
  if (change.type !== "message") return;
  const { number, message } = change;
  merge(number, [message]);
  if (message.state !== "arrived") return;
  for (const listener of arrivalListeners) listener(number);
}

function learn(loaded: Handset): void {
  setKnown(loaded.number, reconcile(loaded));
  if (loaded.last_message) merge(loaded.number, [loaded.last_message]);
}

/** A message keeps its row on the screen when its state changes. */
function merge(number: string, news: readonly HandsetMessage[]): void {
  setMessages(number, reconcile(mergeMessages(messagesOf(number), news), { key: "id" }));
}
