// bun bench/search-index.ts --documents 1000000 --conversations 5000 --index postgres
import { parseArgs } from "node:util";
import type { ConversationId } from "@feiliao/protocol";
import { queryOf } from "@feiliao/protocol/text/match";
import { systemClock } from "@feiliao/server/platform/clock";
import { silentLogger } from "@feiliao/server/platform/logger";
import { newId, systemRandom } from "@feiliao/server/platform/random";
import { postgresIndex } from "@feiliao/server/search/postgres/postgres-index";
import type { Document, SearchIndex } from "@feiliao/server/search/search-index";
import { sqliteIndex } from "@feiliao/server/search/sqlite/sqlite-index";
import { queryTerms } from "@feiliao/server/search/terms";
import { startPostgres } from "@feiliao/testkit/servers/postgres";
import { temporaryFolder } from "@feiliao/testkit/servers/temporary-folder";
import { chatter, WORDS } from "./load/chatter.ts";
import { range } from "./load/range.ts";
import { seededRandom } from "./load/seeded-random.ts";
import { percentile } from "./measure/percentile.ts";
import { round } from "./measure/round.ts";
import { POSTGRES_SETTINGS } from "./peers/postgres-settings.ts";

// The index alone: what a document costs to write, and a page of candidates to find, for members of everything, of
// twenty conversations, and of one.

const { values } = parseArgs({
  options: {
    documents: { type: "string", default: "1000000" },
    conversations: { type: "string", default: "5000" },
    index: { type: "string", default: "sqlite" },
  },
});
const DOCUMENTS = Number(values.documents);
const BATCH = 2_000;
const SEARCHES = 40;
const PAGE = 20;
const SECOND_MS = 1_000;
const BEGAN_MS = Date.UTC(2026, 0, 1);

const random = seededRandom(7);
const conversations = range(Number(values.conversations)).map(() =>
  newId<ConversationId>("conversation", systemRandom),
);
const pick = (count: number) =>
  range(count).map(() => conversations[Math.floor(random() * conversations.length)]!);

const { index, close } = values.index === "postgres" ? await inPostgres() : inFolder();
try {
  await index.begin("1");
  const startedAt = performance.now();
  await fill();
  const us_per_document = round(((performance.now() - startedAt) * 1e3) / DOCUMENTS, 1);
  console.log(JSON.stringify({ index: values.index, documents: DOCUMENTS, us_per_document }));
  for (const { word } of Object.values(WORDS))
    for (const count of [conversations.length, 20, 1])
      console.log(JSON.stringify({ word, conversations: count, ...(await measure(word, count)) }));
} finally {
  await close();
}

/** A message a second, in any of the conversations. */
async function fill(): Promise<void> {
  const seqs = new Map<ConversationId, number>();
  for (let begun = 0; begun < DOCUMENTS; begun += BATCH) {
    const documents = range(Math.min(BATCH, DOCUMENTS - begun)).map((offset): Document => {
      const [conversation_id] = pick(1) as [ConversationId];
      const seq = (seqs.get(conversation_id) ?? 0) + 1;
      seqs.set(conversation_id, seq);
      const server_time = BEGAN_MS + (begun + offset) * SECOND_MS;
      return { conversation_id, seq, server_time, searchable: { kind: "message", text: chatter(random) } };
    });
    const positions = [...seqs].map(([conversation_id, seq]) => ({ conversation_id, seq }));
    await index.write({ documents, positions: begun + BATCH >= DOCUMENTS ? positions : [] });
  }
}

async function measure(word: string, count: number) {
  const terms = queryTerms(queryOf(word));
  const times: number[] = [];
  let found = 0;
  for (let time = 0; time < SEARCHES; time++) {
    const scope = count === conversations.length ? conversations : [...new Set(pick(count))];
    const began = performance.now();
    const query = { terms, conversations: scope, kind: null, after: null, limit: PAGE };
    found += (await index.candidates(query)).candidates.length;
    times.push(performance.now() - began);
  }
  const quantile = (share: number) => round(percentile(times, share), 2);
  return { p50_ms: quantile(0.5), p95_ms: quantile(0.95), found: round(found / SEARCHES, 1) };
}

interface Opened {
  index: SearchIndex;
  close(): Promise<void>;
}

function inFolder(): Opened {
  const folder = temporaryFolder("search");
  const opened = sqliteIndex(`${folder.path}/search.sqlite`);
  return {
    index: opened,
    async close() {
      await opened.close();
      folder.remove();
    },
  };
}

async function inPostgres(): Promise<Opened> {
  const postgres = await startPostgres({ settings: POSTGRES_SETTINGS });
  const parts = { clock: systemClock, logger: silentLogger, random: systemRandom };
  const opened = await postgresIndex(postgres.url, parts);
  return {
    index: opened,
    async close() {
      await opened.close();
      await postgres.stop();
    },
  };
}
