/** A measured figure and where it comes from. The machine of all of them: 2 cores of a virtual machine. */
interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

/**
 * What the arithmetic of `feiliao plan` rests on. Whoever measures anew changes the value, the scenario and the
 * date together; bench/README.md says how a scenario is run and what it counts.
 */
export const FIGURES = {
  message_us: {
    value: 25.9,
    unit: "µs of server CPU per message: taken in, stored durably, delivered once, acknowledged",
    source: "bench p2p, 200 users, 2026-11-22",
  },
  delivery_us: {
    value: 2.46,
    unit: "µs of server CPU per further delivery",
    source: "bench room, 500 members, 2026-11-22",
  },
  catch_up_us: {
    value: 21,
    unit: "µs of server CPU per missed message at log-in, the log-in included",
    source: "bench offline, 2026-11-22",
  },
  log_in_us: {
    value: 190,
    unit: "µs of server CPU per log-in",
    source: "bench storm, 2026-11-22",
  },
  connection_bytes: {
    value: 3_410 + 5_000,
    unit: "bytes of memory per idle connection, 5 KB of them in the kernel",
    source: "bench idle, 18,000 connections, 2026-11-22",
  },
  embedded_entry_bytes: {
    value: 241,
    unit: "bytes of database per message of 100 bytes, its key included",
    source: "size of a history of 100,000 messages in 10,000 conversations, 2026-11-22",
  },
  postgres_entry_bytes: {
    value: 451,
    unit: "bytes of database per message of 100 bytes, its keys included",
    source: "pg_total_relation_size of 200,000 messages, PostgreSQL 15, 2026-11-22",
  },
  postgres_row_us: {
    value: 4.7,
    unit: "µs of PostgreSQL CPU per row written in batches",
    source: "insert from arrays, 256 rows a commit, 4 connections, PostgreSQL 15, 2026-11-22",
  },
  bus_message_us: {
    value: 4.5,
    unit: "µs of CPU of a NATS server per message in and out",
    source: "one-to-one over nats-server 2.9, 200 connections, 2026-11-22",
  },
} as const satisfies Record<string, Figure>;
