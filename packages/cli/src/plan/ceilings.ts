import type { Assumptions } from "./assumptions.ts";
import type { Load } from "./load.ts";
import type { Needs } from "./needs.ts";

/** The ways Feiliao is run, each the next when the one before it is outgrown. */
export const FORMS = {
  embedded: "one process, embedded SQLite, voice and pictures in files or on S3",
  primary: "gateways on one PostgreSQL primary, NATS, S3",
  sharded: "gateways on a sharded PostgreSQL, NATS, S3",
} as const;

export type Form = keyof typeof FORMS;

/** Something of which a form has so much and no more. */
export interface Ceiling {
  form: Form;
  name: string;
  /** Share of it that this deployment would take; above 1 it breaks. */
  used: number;
  /** Registered users at which it is used up, everything else being as assumed. */
  users_max: number;
  remedy: string;
}

/** Every ceiling of every form, the one that breaks first in front. */
export function ceilingsOf(a: Assumptions, load: Load, needs: Needs): Ceiling[] {
  const ceiling = (form: Form, name: string, used: number, remedy: string): Ceiling => {
    return { form, name, used, users_max: a.users / used, remedy };
  };
  return [
    ceiling("embedded", "CPU of the one serving thread", needs.embedded_cores, "more processes"),
    ceiling("embedded", "sockets of one process", load.connections / a.sockets_max, "more processes"),
    ceiling(
      "embedded",
      "memory for connections",
      needs.connection_memory_bytes / (a.node_memory * a.headroom),
      "more machines",
    ),
    ceiling("embedded", "disk for the database", needs.embedded_bytes / a.database_disk, "PostgreSQL"),
    ceiling("embedded", "reconnecting after a restart", needs.reconnect_cores, "more processes"),

    ceiling("primary", "CPU of the primary", needs.database_cores / a.database_cores, "shards"),
    ceiling(
      "primary",
      "random access of the primary",
      needs.database_page_ios_per_s / a.database_iops,
      "shards",
    ),
    ceiling("primary", "disk of the primary", needs.database_bytes / a.database_disk, "shards"),
    ceiling(
      "primary",
      "connections to the primary",
      (needs.gateway_load * a.pool) / a.database_connections,
      "a pooler, or fewer and larger commits",
    ),
    ceiling("primary", "doorbell: each process hears all", needs.bell_load / a.bell_share, "cells"),

    ceiling("sharded", "doorbell: each process hears all", needs.bell_load / a.bell_share, "cells"),
    ceiling(
      "sharded",
      "connections to one shard",
      (needs.gateway_load * a.pool) / needs.cells / a.database_connections,
      "a pooler before each shard",
    ),
  ].sort((one, other) => other.used - one.used);
}

/** The simplest form none of whose ceilings is reached; the last one has remedies of its own. */
export function formFor(ceilings: readonly Ceiling[]): Form {
  const carries = (form: Form) => ceilings.every((ceiling) => ceiling.form !== form || ceiling.used <= 1);
  return carries("embedded") ? "embedded" : carries("primary") ? "primary" : "sharded";
}
