import type { Listener } from "../load/driver.ts";
import { frequented } from "../load/frequented.ts";
import { neighbour } from "../load/neighbour.ts";
import { Latency } from "../measure/latency.ts";
import { proportionalSetSize } from "../measure/proc.ts";
import { round } from "../measure/round.ts";
import type { HistoryPeer, RunningPeer } from "../peers/peer.ts";
import type { Figures, Scenario } from "./scenario.ts";

const ACCOUNTS = 2_000;
/** Entries in the database, step by step. Ten million take minutes to write: `--messages 10000,1000000,10000000`. */
const STEPS = [10_000, 1_000_000];
const AT_REST_AFTER_MS = 3_000;
const PAGE = 50;
const PAGES_BACK = 5;
const MISSED = 3;

/**
 * What a long history costs: with more and more messages in the database, the start of the server, its memory,
 * and what a person does: opening a conversation, paging back, syncing after a few missed messages.
 */
export const history: Scenario = {
  server: "stopped",
  suits: (peer) => peer.history !== null,
  wanted: () => ({ accounts: ACCOUNTS }),

  async run({ peer, options }) {
    const { history } = peer;
    if (!history) throw new Error(`${peer.name} has no history`);
    const steps: Figures[] = [];
    let present = 0;
    for (const messages of options.messages.length > 0 ? options.messages : STEPS) {
      const startedAt = performance.now();
      await history.fill(messages - present, present, "english");
      const fill_s = round((performance.now() - startedAt) / 1e3, 1);
      present = messages;
      const server = await peer.start();
      await Bun.sleep(AT_REST_AFTER_MS);
      const pss_mb = round(proportionalSetSize(server.pids) / 1024, 1);
      const read = await readAround(history, server);
      steps.push({ messages, fill_s, start_ms: server.started_ms, pss_mb, ...read });
      await server.stop();
    }
    return { page: PAGE, missed: MISSED, steps };
  },
};

const SILENT: Listener = { message() {}, accepted() {}, lost() {} };

/** One request at a time, by people whose pages nobody has read since the start. */
async function readAround(history: HistoryPeer, server: RunningPeer): Promise<Figures> {
  const [opening, paging, syncing] = [new Latency(), new Latency(), new Latency()];
  for (const index of frequented(ACCOUNTS)) {
    const friend = neighbour(index, ACCOUNTS);
    const reader = history.reader(index, server.port, SILENT);
    await reader.login();
    let first = await timed(opening, () => reader.readBefore(friend, null, PAGE));
    for (let page = 0; page < PAGES_BACK && first > 1; page++) {
      const before = first;
      first = await timed(paging, () => reader.readBefore(friend, before, PAGE));
    }
    await reader.catchUp();
    await miss(history, server, friend, index);
    await timed(syncing, () => reader.catchUp());
    reader.logout();
  }
  return { open: opening.summary(), page_back: paging.summary(), sync: syncing.summary() };
}

async function miss(history: HistoryPeer, server: RunningPeer, from: number, to: number): Promise<void> {
  const all = Promise.withResolvers<void>();
  let accepted = 0;
  const friend = history.reader(from, server.port, {
    message() {},
    lost: (_client, reason) => all.reject(new Error(reason)),
    accepted() {
      if (++accepted === MISSED) all.resolve();
    },
  });
  await friend.login();
  for (let k = 0; k < MISSED; k++) friend.send(to, "Are you there?");
  await all.promise;
  friend.logout();
}

async function timed<T>(latency: Latency, action: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await action();
  latency.add(performance.now() - startedAt);
  return result;
}
