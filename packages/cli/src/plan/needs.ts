import type { Assumptions } from "./assumptions.ts";
import { FIGURES } from "./figures.ts";
import { type Load, recipientsOf, VOICE_BYTES_PER_S } from "./load.ts";

/** What a load takes, on PostgreSQL, NATS and S3; `embedded_` is what it would take of one process with SQLite. */
export interface Needs {
  gateway_cores: number;
  /** What keeps the processes busy, in processes; the number of them is rounded up. */
  gateway_load: number;
  gateway_processes: number;
  gateway_machines: number;
  reconnect_cores: number;
  connection_memory_bytes: number;

  database_rows_per_s: number;
  database_cores: number;
  database_page_ios_per_s: number;
  /** One copy. */
  database_bytes: number;
  database_connections: number;
  shards: number;
  database_machines: number;
  /** Voice and pictures, one copy. */
  media_bytes: number;
  stored_bytes: number;

  bells_per_s: number;
  /** Share of every process's core that goes into rings for others, if all processes share one bus. */
  bell_load: number;
  /** Cells: groups of accounts with gateways and a bus of their own, so that a process keeps up with its rings. */
  cells: number;
  /** Of the NATS servers of all cells. */
  bus_cores: number;
  /** That one process receives from its bus. */
  bus_bytes_per_s: number;

  regions: number;

  embedded_cores: number;
  /** Without voice and pictures. */
  embedded_bytes: number;
}

/** A profile, devices, contacts and the account's log; a conversation with its memberships. */
const ACCOUNT_BYTES = 2_000;
const CONVERSATION_BYTES = 400;
/** A direct conversation is on the list of two people. */
const PEOPLE_PER_CONVERSATION = 2;
/** A cluster loses a machine without people noticing. */
const MACHINES_MIN = 2;
/** A ring with its frame riding along. */
const BELL_BYTES = 450;
const MICRO = 1e-6;
/** The bench's message. */
const MEASURED_TEXT_BYTES = 100;

export function needsOf(a: Assumptions, load: Load): Needs {
  const gateway = gatewayNeeds(a, load);
  const database = databaseNeeds(a, load);
  const database_connections = gateway.gateway_processes * a.pool;
  const media_bytes = (load.voice_bytes_per_day + load.picture_bytes_per_day) * a.media_days;
  return {
    ...gateway,
    ...database,
    database_connections,
    media_bytes,
    stored_bytes: database.database_bytes * a.copies + media_bytes * a.media_copies,
    ...doorbellNeeds(a, load, gateway.gateway_processes),
    regions: 1 + Math.ceil(a.abroad / a.region_users),
    // The bench's figures contain the embedded store, whose every write is one transaction's row or two.
    embedded_cores: gateway.gateway_cores,
    embedded_bytes: keptBytes(a, load, FIGURES.embedded_entry_bytes.value),
  };
}

function gatewayNeeds(a: Assumptions, load: Load) {
  const { message_us, delivery_us, connection_bytes, log_in_us, catch_up_us } = FIGURES;
  const further = Math.max(0, load.deliveries_per_s - load.messages_per_s);
  const taken_in = load.messages_per_s + load.receipts_per_s + load.talk_commits_per_s;
  const passed_on =
    further + load.receipt_deliveries_per_s + load.voice_packets_in_per_s + load.voice_packets_out_per_s;
  const busy_s = (taken_in * message_us.value + passed_on * delivery_us.value) * MICRO * a.tls;
  const gateway_cores = busy_s / a.headroom;

  const back_per_s = load.connections / (a.reconnect_minutes * 60);
  const log_in_s = (log_in_us.value + a.missed * catch_up_us.value) * MICRO * a.tls;
  const reconnect_cores = back_per_s * log_in_s;
  const connection_memory_bytes = load.connections * connection_bytes.value;

  const gateway_load = Math.max(gateway_cores, reconnect_cores, load.connections / a.sockets_max);
  const gateway_processes = Math.max(Math.ceil(gateway_load), MACHINES_MIN);
  const gateway_machines = Math.max(
    Math.ceil(gateway_processes / a.node_cores),
    Math.ceil(connection_memory_bytes / (a.node_memory * a.headroom)),
    MACHINES_MIN,
  );
  return {
    gateway_cores,
    gateway_load,
    gateway_processes,
    gateway_machines,
    reconnect_cores,
    connection_memory_bytes,
  };
}

function databaseNeeds(a: Assumptions, load: Load) {
  // A talk's chunk is written, and deleted when the talk is sealed.
  const database_rows_per_s =
    load.messages_per_s * a.message_rows + load.receipts_per_s + load.talk_commits_per_s * 2;
  const database_cores = (database_rows_per_s * FIGURES.postgres_row_us.value * MICRO) / a.headroom;
  const database_page_ios_per_s = load.messages_per_s * a.page_ios;
  const open_talks_bytes = load.talkers * a.voice_seconds_per_day * VOICE_BYTES_PER_S;
  const database_bytes = keptBytes(a, load, FIGURES.postgres_entry_bytes.value) + open_talks_bytes;
  const shards = Math.max(
    1,
    Math.ceil(database_cores / a.database_cores),
    Math.ceil(database_page_ios_per_s / a.database_iops),
    Math.ceil(database_bytes / a.database_disk),
  );
  return {
    database_rows_per_s,
    database_cores,
    database_page_ios_per_s,
    database_bytes,
    shards,
    database_machines: shards * a.copies,
  };
}

/**
 * Every ring goes to every process of its bus, which drops what concerns none of its sockets. With several
 * cells a conversation rings in each that one of its connected members lives in.
 */
function doorbellNeeds(a: Assumptions, load: Load, processes: number) {
  const bells_per_s = load.messages_per_s + load.receipts_per_s + load.voice_packets_in_per_s;
  const bell_load = bells_per_s * a.bell_us * MICRO;
  const connected_members = 1 + recipientsOf(a) * a.online;
  const cells = bell_load <= a.bell_share ? 1 : Math.ceil((bell_load / a.bell_share) * connected_members);
  const bells_per_cell = (bells_per_s * (cells === 1 ? 1 : connected_members)) / cells;
  const bus_messages_per_s = (bells_per_cell / a.bell_batch) * processes;
  return {
    bells_per_s,
    bell_load,
    cells,
    bus_cores: (bus_messages_per_s * FIGURES.bus_message_us.value * MICRO) / a.headroom,
    bus_bytes_per_s: bells_per_cell * BELL_BYTES,
  };
}

function keptBytes(a: Assumptions, load: Load, entry_bytes: number): number {
  const per_entry = entry_bytes + a.text_bytes - MEASURED_TEXT_BYTES;
  const per_person = ACCOUNT_BYTES + (a.conversations / PEOPLE_PER_CONVERSATION) * CONVERSATION_BYTES;
  return load.messages_per_day * a.retention_days * per_entry + a.users * per_person;
}
