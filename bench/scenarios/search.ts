import { WORDS } from "../load/chatter.ts";
import { frequented } from "../load/frequented.ts";
import { neighbour } from "../load/neighbour.ts";
import { percentile } from "../measure/percentile.ts";
import { proportionalSetSize } from "../measure/proc.ts";
import { round } from "../measure/round.ts";
import type { HistoryPeer } from "../peers/peer.ts";
import type { Figures, Scenario } from "./scenario.ts";

const ACCOUNTS = 2_000;
const MESSAGES = 1_000_000;
const SEARCHES_EACH = 4;
const INDEX_POLL_MS = 250;
const NOWHERE = "找不到";

/**
 * What finding costs with a long history of Chinese messages: common, frequent and rare words, one that is nowhere,
 * one character, the beginning of an English word, and two words; everywhere and in one conversation. Half of the
 * history is in the conversations of those who search.
 */
export const search: Scenario = {
  server: "stopped",
  suits: (peer) => peer.history !== null,
  wanted: () => ({ accounts: ACCOUNTS }),

  async run({ peer, options }) {
    const { history } = peer;
    if (!history) throw new Error(`${peer.name} has no history`);
    const messages = options.messages[0] ?? MESSAGES;
    await history.fill(messages, 0, "chinese");
    const server = await peer.start();
    const startedAt = performance.now();
    while (!(await history.search(0, server.port, WORDS.rare.word, null)).complete)
      await Bun.sleep(INDEX_POLL_MS);
    const indexed_s = round((performance.now() - startedAt) / 1e3, 1);
    const steps: Figures[] = [];
    for (const [name, query] of Object.entries(QUERIES))
      for (const within of [false, true]) {
        const where = within ? "one conversation" : "everywhere";
        steps.push({
          query: `${name}: ${query}`,
          where,
          ...(await measure(history, server.port, query, within)),
        });
      }
    const pss_mb = round(proportionalSetSize(server.pids) / 1024, 1);
    await server.stop();
    return { messages, indexed_s, pss_mb, steps };
  },
};

const QUERIES = {
  common: WORDS.common.word,
  frequent: WORDS.frequent.word,
  rare: WORDS.rare.word,
  nowhere: NOWHERE,
  "one character": WORDS.common.word[0]!,
  english: WORDS.english.word,
  "two words": `${WORDS.common.word} ${WORDS.frequent.word}`,
};

/** One search at a time, each by somebody else. */
async function measure(history: HistoryPeer, port: number, query: string, within: boolean): Promise<Figures> {
  const times: number[] = [];
  let hits = 0;
  for (let time = 0; time < SEARCHES_EACH; time++)
    for (const index of frequented(ACCOUNTS)) {
      const startedAt = performance.now();
      const found = await history.search(index, port, query, within ? neighbour(index, ACCOUNTS) : null);
      times.push(performance.now() - startedAt);
      hits += found.hits;
    }
  const quantile = (share: number) => round(percentile(times, share), 2);
  return { p50_ms: quantile(0.5), p95_ms: quantile(0.95), hits: round(hits / times.length, 1) };
}
