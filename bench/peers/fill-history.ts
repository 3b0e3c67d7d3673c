/**
 * More history for those who were imported:
 * bun fill-history.ts <data folder> <tokens file> <entries to add> <entries that are there> [chinese]
 */
import { readFileSync } from "node:fs";
import type { AccountId, ConversationId, DeviceId } from "@feiliao/protocol";
import { systemClock } from "@feiliao/server/platform/clock";
import { type FilledEntry, type Filling, fillHistory } from "@feiliao/server/store/sqlite/fill";
import { chatter } from "../load/chatter.ts";
import { frequented } from "../load/frequented.ts";
import { NEIGHBOURS_EACH_WAY, neighbour } from "../load/neighbour.ts";
import { range } from "../load/range.ts";
import { seededRandom } from "../load/seeded-random.ts";

interface Writer {
  index: number;
  account_id: AccountId;
  device_id: DeviceId;
  conversations: Record<string, ConversationId>;
}

const SENTENCE =
  "the quick brown fox jumps over the lazy dog and nobody minds much as long as it comes back. ";
const CHARACTERS_MAX = 200;
const SEED = 7;

const [folder, tokens, added, present, language] = Bun.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string?,
];
const writers = readFileSync(tokens, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Writer);
const random = seededRandom(SEED + Number(present));
const now = systemClock.now();
let written = Number(present);

await fillHistory(`${folder}/feiliao.sqlite`, fillings(Number(added)));

/** Half of the history is in a few conversations, the rest is spread over all of them. */
function* fillings(entries: number): Iterable<Filling> {
  const busy = frequented(writers.length).map((index) => writers[index]!);
  const half = Math.floor(entries / 2);
  const pairs = writers.flatMap((writer) =>
    range(NEIGHBOURS_EACH_WAY, 1).map(
      (distance) => [writer, (writer.index + distance) % writers.length] as const,
    ),
  );
  yield* spread(
    half,
    busy.map((writer) => [writer, neighbour(writer.index, writers.length)] as const),
  );
  yield* spread(entries - half, pairs);
}

function* spread(entries: number, pairs: readonly (readonly [Writer, number])[]): Iterable<Filling> {
  let begun = 0;
  for (const [k, [writer, friend]] of pairs.entries()) {
    const end = Math.floor(((k + 1) * entries) / pairs.length);
    yield { conversation_id: writer.conversations[friend]!, entries: talk(writer, end - begun) };
    begun = end;
  }
}

const english = (): string => SENTENCE.repeat(3).slice(0, 1 + Math.floor(random() * CHARACTERS_MAX));

function* talk({ account_id, device_id }: Writer, entries: number): Iterable<FilledEntry> {
  for (let k = 0; k < entries; k++) {
    const text = language === "chinese" ? chatter(random) : english();
    const client_id = `history-${written++}`;
    yield { account_id, device_id, client_id, server_time: now, content: { type: "text", text } };
  }
}
