import { join } from "node:path";
import { silentLogger } from "@feiliao/server/platform/logger";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import { Device } from "@feiliao/testkit";
import { auditRun } from "../audit/audit-run.ts";
import type { Finding } from "../audit/finding.ts";
import { EMPTY_HISTORY, fingerprint, type Send } from "../audit/history.ts";
import { dataFolder } from "../audit/open-data-folder.ts";
import type { Fault } from "../harness/fault.ts";
import { residentMib, watchMemory } from "../harness/memory.ts";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import { conclude } from "../harness/outcome.ts";
import { type Line, startProxy } from "../harness/proxy.ts";
import type { Seeded } from "../harness/seeded.ts";
import { begin, catchUp } from "../workload/catch-up.ts";
import { type Imported, importPeople } from "../workload/people.ts";

const CONVERSATIONS = 10;
const APPENDED_AT_ONCE = 2_000;
/** A thin line; the slower it is, the longer a run takes, and nothing else changes. */
const LINE_BYTES_PER_S = 2_000_000;
/** How much comes over the line before it breaks. Pages of 500 short messages have about 130,000 bytes. */
const LIFE_BYTES_MIN = 20_000;
const LIFE_BYTES_MAX = 600_000;
const MEMORY_MIB_MAX = 50;

export const hugeBacklog: Fault = {
  id: "F26",
  title: "a device that was away for long gets all of it, page by page, over a thin line that keeps breaking",
  rules: "D6, D7",
  needs: "node",
  unit: "entries",
  amount: { short: 10_000, run: 200_000, campaign: 2_000_000 },
  limit_ms: 120_000,
  async run({ amount, random, folder }) {
    const people = await importPeople(folder, { people: CONVERSATIONS + 1, conversations: CONVERSATIONS });
    const alice = people[0]!;
    const first = await NodeUnderTest.start(folder);
    const standing = await begin(new Device(first.url, alice));
    await first.stop();
    const sends = await appendWhileAway(folder, people, amount);

    const node = await NodeUnderTest.start(folder);
    const proxy = await startProxy(node.port, {
      line: () => breaking(random),
      bytes_per_s: LINE_BYTES_PER_S,
    });
    const before_mib = residentMib(node.pid);
    const memory = watchMemory(node.pid);
    await catchUp(new Device(proxy.url, alice), standing);
    const grown_mib = Math.round(memory.stop() - before_mib);
    await proxy.close();
    await node.stop();

    const findings: Finding[] = [];
    if (grown_mib > MEMORY_MIB_MAX) findings.push({ rule: "D7", kind: "memory", detail: `${grown_mib} MiB` });
    if (standing.broken === 0)
      findings.push({ rule: "work", kind: "the line held", detail: `${standing.pages} pages` });
    const readables = [...standing.slices.keys()].map((conversation_id) => ({
      conversation_id,
      reader: alice.account_id,
    }));
    const history = { ...EMPTY_HISTORY, sends, slices: [...standing.slices.values()] };
    return conclude(amount, await auditRun(history, dataFolder(folder), readables), {
      findings,
      figures: { pages: standing.pages, broken: standing.broken, grown_mib },
    });
  },
};

/** Her friends write to her, with nobody to notice: through the store, as fast as it takes it. */
async function appendWhileAway(folder: string, people: readonly Imported[], amount: number): Promise<Send[]> {
  const store = sqliteStore(join(folder, "feiliao.sqlite"), silentLogger);
  const sends: Send[] = [];
  const friends = people.slice(1);
  for (let start = 0; start < amount; start += APPENDED_AT_ONCE) {
    const batch = Array.from({ length: Math.min(APPENDED_AT_ONCE, amount - start) }, async (_, offset) => {
      const { account_id, device_id, conversations } = friends[(start + offset) % friends.length]!;
      const content = { type: "text" as const, text: `message ${start + offset} 你好` };
      const key = {
        conversation_id: conversations[0]!,
        account_id,
        device_id,
        client_id: `${start + offset}`,
      };
      const invoked_at = performance.now();
      const { epoch, seq, server_time } = await store.conversations.append({
        ...key,
        content,
        now: Date.now(),
      });
      sends.push({
        ...{ ...key, invoked_at, device_seq: null, content: fingerprint(content) },
        completed_at: performance.now(),
        outcome: { type: "acknowledged", epoch, seq, server_time },
      });
    });
    await Promise.all(batch);
  }
  await store.close();
  return sends;
}

function breaking(random: Seeded): Line {
  let left = random.between(LIFE_BYTES_MIN, LIFE_BYTES_MAX);
  return (bytes) => {
    left -= bytes.length;
    return left < 0 ? null : bytes;
  };
}
