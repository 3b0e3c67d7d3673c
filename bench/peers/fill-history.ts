/**
 * Fills conversations with history through the store's own port, so that it lies as it would had it been written
 * by people: bun fill-history.ts <data folder> <tokens file> <entries to add> <entries that are there>
 */
import { readFileSync } from "node:fs";
import type { AccountId, ConversationId, DeviceId } from "@feiliao/protocol";
import { systemClock } from "@feiliao/server/platform/clock";
import { jsonLogger } from "@feiliao/server/platform/logger";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import { frequented } from "../load/frequented.ts";
import { NEIGHBOURS_EACH_WAY, neighbour } from "../load/neighbour.ts";
import { seededRandom } from "../load/seeded-random.ts";

interface Writer {
  index: number;
  account_id: AccountId;
  device_id: DeviceId;
  conversations: Record<string, ConversationId>;
}

/** Entries that share a commit. */
const AT_ONCE = 8_192;
const SENTENCE =
  "the quick brown fox jumps over the lazy dog and nobody minds much as long as it comes back. ";
const CHARACTERS_MAX = 200;
const SEED = 7;

const [folder, tokens, added, present] = Bun.argv.slice(2) as [string, string, string, string];
const writers = readFileSync(tokens, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Writer);
const busy = frequented(writers.length).map((index) => writers[index]!);
const store = await sqliteStore(`${folder}/feiliao.sqlite`, jsonLogger(systemClock));
const random = seededRandom(SEED + Number(present));
const now = systemClock.now();

for (let begun = 0; begun < Number(added); begun += AT_ONCE) {
  const count = Math.min(AT_ONCE, Number(added) - begun);
  await Promise.all(Array.from({ length: count }, (_, k) => append(Number(present) + begun + k)));
}
await store.close();

/** Half of the history is in a few conversations, the rest is spread over all of them. */
function append(number: number): Promise<unknown> {
  const [writer, friend] = number % 2 === 0 ? pick(busy, nearest) : pick(writers, anyNeighbour);
  const text = SENTENCE.repeat(3).slice(0, 1 + Math.floor(random() * CHARACTERS_MAX));
  return store.conversations.append({
    conversation_id: writer.conversations[friend]!,
    account_id: writer.account_id,
    device_id: writer.device_id,
    client_id: `history-${number}`,
    content: { type: "text", text },
    now,
  });
}

function pick(from: readonly Writer[], friendOf: (index: number) => number): [Writer, number] {
  const writer = from[Math.floor(random() * from.length)]!;
  return [writer, friendOf(writer.index)];
}

function nearest(index: number): number {
  return neighbour(index, writers.length);
}

function anyNeighbour(index: number): number {
  return (index + 1 + Math.floor(random() * NEIGHBOURS_EACH_WAY)) % writers.length;
}
