import type { Client, Driver, Listener } from "../load/driver.ts";
import type { CpuProfile } from "../measure/profile.ts";

/** A server that the scenarios can be run against. Everything it keeps is under the folder it was given. */
export interface Peer {
  readonly name: string;
  readonly driver: Driver;
  /** How much may be in flight per user: slow servers would only build queues. */
  readonly pace: Pace;
  /** Who signs in to its web app; null when it comes without one. */
  readonly person: ((index: number) => Person) | null;
  /** How it gets a long history and how that is read; null where nobody wrote that. */
  readonly history: HistoryPeer | null;
  /** How several of its nodes are run as one service, each held to a share of a core; null where that cannot be. */
  readonly cluster: { start(nodes: number, cpu_share: number): Promise<RunningCluster> } | null;
  /** Why it cannot be run here, in one line; null when it can. */
  missing(): string | null;
  /** Makes fresh data with the accounts u0 to u(n-1). Called once, before the first start. */
  prepare(population: Population): Promise<void>;
  start(): Promise<RunningPeer>;
}

export interface RunningCluster {
  readonly ports: readonly number[];
  /** Of the nodes alone, without database and bus. */
  readonly nodePids: readonly number[];
  stop(): Promise<void>;
}

export interface HistoryPeer {
  /** Adds so many entries to `present` ones. The server is not running. */
  fill(entries: number, present: number, language: "english" | "chinese"): Promise<void>;
  reader(index: number, port: number, listener: Listener): Reader;
  /** Looks for messages everywhere, or in the conversation with a friend. */
  search(index: number, port: number, query: string, friend: number | null): Promise<SearchOutcome>;
}

export interface SearchOutcome {
  hits: number;
  /** All messages have been indexed. */
  complete: boolean;
}

/** A client that reads what was written before it came. */
export interface Reader extends Client {
  /** The newest entries before a seq, or the newest of all; resolves with the seq of the first of them. */
  readBefore(friend: number, seq: number | null, limit: number): Promise<number>;
}

/** A user as a person signs in. */
export interface Person {
  /** E.164 */
  number: string;
  /** Conversation ids by the index of the other user. */
  conversations: Record<string, string>;
}

export interface Population {
  accounts: number;
  /** The first so many accounts are members of one room. */
  roomMembers: number;
}

export interface Pace {
  /** Messages in flight per user in `p2p`, with few and with many users. */
  window: number;
  windowOfMany: number;
  /** Messages travelling in `room`. */
  inflight: number;
  /** Messages a second in `openloop`. */
  rate: number;
  /** Messages for each user who is away in `offline`. */
  missed: number;
  /** Until the memory of idle connections has settled. */
  settle_s: number;
}

export interface RunningPeer {
  readonly port: number;
  /** The server's own processes, and all with its database. */
  readonly ownPids: readonly number[];
  readonly pids: readonly number[];
  /** From the start of the process to the first answer in its protocol. */
  readonly started_ms: number;
  stop(): Promise<void>;
  /** Where its time went, once it has stopped; only when it was asked for. */
  profile?(): Promise<CpuProfile>;
}

/** For servers that take microseconds per message. */
export const FAST: Pace = { window: 16, windowOfMany: 2, inflight: 8, rate: 3_000, missed: 100, settle_s: 5 };
/** For servers that take hundreds of them. */
export const UNHURRIED: Pace = {
  window: 8,
  windowOfMany: 1,
  inflight: 4,
  rate: 1_000,
  missed: 20,
  settle_s: 15,
};
