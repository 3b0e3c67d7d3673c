import type { PersonName } from "@feiliao/testkit";
import { loadGroups } from "../../packages/client/src/groups-on-demand.ts";
import { loadActions } from "../../packages/client/src/messages/on-demand.ts";
import { audit } from "./audit/audit.ts";
import { History } from "./audit/history.ts";
import { Network } from "./network/network.ts";
import { Cast } from "./people/cast.ts";
import { Service } from "./server/service.ts";
import { type Work, workOf } from "./work.ts";
import { play } from "./workload/workload.ts";
import { Trace } from "./world/trace.ts";
import { World } from "./world/world.ts";

const NAMES: readonly PersonName[] = ["alice", "bob", "carol", "dan"];
const ACTS_MIN = 60;
const ACTS_MAX = 160;

export interface Outcome {
  seed: number;
  /** The same for every run of the seed. */
  hash: string;
  /** Rules of the contract that were broken, by their ids. */
  findings: readonly string[];
  work: Work;
}

/** Runs one simulation of so many nodes from its seed to the end. */
export async function simulate(
  seed: number,
  nodes = 1,
  write: ((line: string) => void) | null = null,
): Promise<Outcome> {
  await Promise.all([loadActions(), loadGroups()]); // by the real event loop, which the simulated apps do not have
  const trace = new Trace(write);
  const world = new World(seed, trace);
  const history = new History();
  const service = new Service(world, history, nodes);
  const stopListening = onUnhandled((failure) => history.find(`unhandled: ${describe(failure)}`));
  try {
    world.turns.during(() => run(world, history, service));
  } catch (failure) {
    history.find(`broke off: ${describe(failure)}`);
  } finally {
    await service.remove();
    stopListening();
  }
  const { findings } = history;
  return { seed, hash: trace.hash, findings, work: workOf(history, trace.events) };
}

function run(world: World, history: History, service: Service): void {
  const chance = world.chance("play");
  const network = new Network(world, service.nodes);
  const cast = new Cast({ world, network, service, history });
  service.heal();
  while (!service.nodes.every((node) => node.serves)) world.pass(10);
  for (const name of NAMES.slice(0, chance.integer(2, NAMES.length))) cast.addPerson(name);
  for (const person of cast.people) {
    for (let count = chance.integer(1, 2); count > 0; count--) cast.addDevice(person);
  }
  cast.addGroup("friends", cast.people);
  cast.addGroup("two of them", cast.people.slice(0, 2));
  world.pass(2_000);
  play({ world, chance, service, cast, history }, chance.integer(ACTS_MIN, ACTS_MAX));
  audit({ world, chance, service, cast, history });
}

/** Rejections that nobody handles: where they happen for real, they end the process. */
function onUnhandled(listener: (failure: unknown) => void): () => void {
  process.on("unhandledRejection", listener);
  return () => process.off("unhandledRejection", listener);
}

function describe(failure: unknown): string {
  return failure instanceof Error ? String(failure.stack) : String(failure);
}
