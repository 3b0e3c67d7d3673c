import type { Driver } from "../load/driver.ts";
import type { Options } from "../options.ts";
import type { Peer, Person, RunningPeer } from "../peers/peer.ts";

/** What a scenario needs: a running server, the way to talk to it, and what was asked for. */
export interface Stage {
  peer: Peer;
  driver: Driver;
  server: RunningPeer;
  options: Options;
}

export interface WebStage extends Stage {
  person(index: number): Person;
}

/** One JSON line: figures by name, in the order in which they are printed. */
export type Figures = Record<string, unknown>;

/** Accounts a scenario needs, and how many of them in one room. */
export interface Wanted {
  accounts: number;
  roomMembers?: number;
}

interface Definition<Start extends string, Given> {
  /** How the server has to be when the scenario begins. */
  server: Start;
  wanted(options: Options): Wanted;
  /** Left out where it makes no sense; by default it does everywhere. */
  suits?(peer: Peer): boolean;
  run(given: Given): Promise<Figures>;
}

/**
 * `shared`: any running server will do. `fresh`: only a process that has done nothing yet, because memory freed
 * by earlier scenarios would be reused unseen. `stopped`: the scenario starts the server itself. `web`: it runs in
 * browsers, so only against a server that comes with a web app.
 */
export type Scenario =
  | Definition<"shared" | "fresh", Stage>
  | Definition<"stopped", Pick<Stage, "peer" | "options">>
  | (Definition<"web", WebStage> & { missing(): string | null });
