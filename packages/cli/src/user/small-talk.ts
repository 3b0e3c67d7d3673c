import type { ConversationId } from "@feiliao/protocol";
import type { FilledEntry, Filling } from "@feiliao/server/store/sqlite/fill";
import type { ImportedPerson } from "./import-people.ts";

/** One message a minute, so that a long history looks like one. */
const INTERVAL_MS = 60_000;
const WORDS =
  "the quick brown fox jumps over the lazy dog and runs away from the old grey wolf in the deep wood";

interface Talkers {
  first: ImportedPerson;
  second: ImportedPerson;
}

/** Messages for load tests: the same number in every direct conversation, by both in turn, up to now. */
export function* smallTalk(
  people: readonly ImportedPerson[],
  messages: number,
  now: number,
): Generator<Filling> {
  const talkers = talkersOf(people);
  const each = Math.ceil(messages / Math.max(1, talkers.size));
  if (each === 0) return;
  for (const [conversation_id, pair] of talkers) {
    yield { conversation_id, entries: exchange(pair, each, now) };
  }
}

function talkersOf(people: readonly ImportedPerson[]): Map<ConversationId, Talkers> {
  const talkers = new Map<ConversationId, Talkers>();
  for (const first of people) {
    for (const [index, conversation_id] of Object.entries(first.conversations)) {
      const second = people[Number(index)]!;
      if (!talkers.has(conversation_id)) talkers.set(conversation_id, { first, second });
    }
  }
  return talkers;
}

function* exchange({ first, second }: Talkers, messages: number, now: number): Generator<FilledEntry> {
  for (let number = 1; number <= messages; number++) {
    const { account_id, device_id } = number % 2 === 1 ? first : second;
    yield {
      account_id,
      device_id,
      client_id: `imported ${number}`,
      server_time: now - (messages - number) * INTERVAL_MS,
      content: { type: "text", text: `${number} ${WORDS}` },
    };
  }
}
