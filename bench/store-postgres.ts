// bun bench/postgres-store.ts --rows 200000 --conversations 2000 --flight 3000
import { parseArgs } from "node:util";
import type { AccountId, ConversationId, DeviceId } from "@feiliao/protocol";
import { silentLogger } from "@feiliao/server/platform/logger";
import { newId, systemRandom } from "@feiliao/server/platform/random";
import type { DeviceIdentity } from "@feiliao/server/store/account-store";
import { postgresStore } from "@feiliao/server/store/postgres/postgres-store";
import type { Store } from "@feiliao/server/store/store";
import { startPostgres } from "@feiliao/testkit/servers/postgres";
import { makeBody } from "./load/body.ts";
import { percentile } from "./measure/percentile.ts";
import { cpuTime, writtenBytes } from "./measure/proc.ts";
import { POSTGRES_SETTINGS } from "./peers/postgres-settings.ts";

/** Who writes to which conversation. */
interface Seat {
  conversation_id: ConversationId;
  sender: DeviceIdentity;
  next: number;
}

const id = <Id extends string>(kind: Parameters<typeof newId>[0]) => newId<Id>(kind, systemRandom);

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "200000" },
    conversations: { type: "string", default: "2000" },
    flight: { type: "string", default: "3000" },
  },
});
const rows = Number(values.rows);
const postgres = await startPostgres({ settings: POSTGRES_SETTINGS });
const store = await postgresStore(postgres.url, silentLogger);
try {
  const seats = await seatsOf(store, Number(values.conversations));
  console.log(JSON.stringify(await measure(seats)));
} finally {
  await store.close();
  await postgres.stop();
}

async function seatsOf(store: Store, conversations: number): Promise<Seat[]> {
  const people: DeviceIdentity[] = [];
  const count = Math.max(2, Math.ceil(conversations / 10));
  for (let index = 0; index < count; index++) people.push(await signUp(store, index));
  const seats: Seat[] = [];
  for (let index = 0; index < conversations; index++) {
    const sender = people[index % count]!;
    const peer = people[(index + 1 + Math.floor(index / count)) % count]!;
    const { conversation_id } = await store.conversations.openDirect({
      opener: sender.account_id,
      opener_address: "tel:+8613800138000",
      peer: peer.account_id,
      peer_address: "tel:+8613800138001",
      new_conversation_id: id<ConversationId>("conversation"),
      now: Date.now(),
    });
    seats.push({ conversation_id, sender, next: 1 });
  }
  return seats;
}

async function signUp(store: Store, index: number): Promise<DeviceIdentity> {
  const { identity } = await store.accounts.signIn({
    number: `+86138${String(index).padStart(8, "0")}`,
    new_account_id: id<AccountId>("account"),
    device_id: id<DeviceId>("device"),
    device_name: "bench",
    token_hash: systemRandom.bytes(32),
    now: Date.now(),
    idle_ms_max: 1e12,
    proven_pin_hash: null,
  });
  return identity;
}

/** Closed loop: so many appends in flight, one after the other per seat. */
async function measure(seats: readonly Seat[]) {
  const latencies_ms: number[] = [];
  let left = rows;
  async function write(seat: Seat) {
    while (left-- > 0) {
      const began = performance.now();
      await store.conversations.append({
        conversation_id: seat.conversation_id,
        ...seat.sender,
        client_id: crypto.randomUUID(),
        device_seq: seat.next++,
        content: { type: "text", text: makeBody(0) },
        now: Date.now(),
      });
      latencies_ms.push(performance.now() - began);
    }
  }
  const usage = () => ({
    at: performance.now(),
    node: process.cpuUsage().user + process.cpuUsage().system,
    postgres: cpuTime([postgres.pid]),
    written: writtenBytes([postgres.pid]),
  });
  const before = usage();
  const flight = Array.from({ length: Number(values.flight) }, (_, index) => seats[index % seats.length]!);
  await Promise.all(flight.map(write));
  const after = usage();
  return {
    rows,
    per_s: Math.round((rows / (after.at - before.at)) * 1e3),
    node_us_per_row: round((after.node - before.node) / rows),
    postgres_us_per_row: round((after.postgres - before.postgres) / rows),
    written_bytes_per_row: Math.round((after.written - before.written) / rows),
    append_p50_ms: round(percentile(latencies_ms, 0.5)),
    append_p99_ms: round(percentile(latencies_ms, 0.99)),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
