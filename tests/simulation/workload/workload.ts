import type { Chance } from "@feiliao/testkit/chance";
import * as device from "./device-acts.ts";
import * as group from "./group-acts.ts";
import * as message from "./message-acts.ts";
import * as people from "./people-acts.ts";
import type { Act, Scene } from "./scene.ts";
import * as server from "./server-acts.ts";

type Weights = readonly (readonly [Act, number])[];

const PEACE: Weights = [
  [people.write, 30],
  [people.read, 14],
  [people.speak, 4],
  [people.look, 4],
  [people.open, 5],
  [people.nameOneself, 2],
  [people.discard, 2],
  [people.block, 1],
  [people.arrange, 2],
];

const MESSAGES: Weights = [
  [message.react, 6],
  [message.edit, 4],
  [message.recall, 2],
  [message.pin, 2],
  [message.hide, 2],
  [message.clear, 0.5],
  [message.favour, 2],
  [message.schedule, 2],
  [message.draft, 3],
  [message.reply, 2],
  [message.forward, 2],
];

const GROUPS: Weights = [
  [group.createGroup, 3],
  [group.add, 4],
  [group.changeMember, 5],
  [group.answerInvitation, 4],
  [group.leave, 1.5],
  [group.setGroup, 4],
  [group.join, 4],
  [group.revokeLink, 0.5],
];

/** Where clocks are right: devices let go of messages by their own. */
const DISAPPEARING: Weights = [[group.letDisappear, 2]];

const DEVICES: Weights = [
  [device.closeApp, 5],
  [device.startApp, 8],
  [device.signOut, 1.5],
  [device.addDevice, 1.5],
];

const NETWORK: Weights = [
  [device.loseNetwork, 5],
  [device.findNetwork, 8],
  [device.stallNetwork, 4],
  [device.killDirection, 2],
  [device.changeNetwork, 3],
  [device.changeWeather, 4],
];

const SERVER: Weights = [
  [server.crash, 2],
  [server.crashSoon, 4],
  [server.restart, 1],
];

/** Of nodes that work together. */
const DOORBELL: Weights = [[server.muffleDoorbell, 5]];

const STORAGE: Weights = [[server.failStorage, 4]];

const CLOCKS: Weights = [[device.moveClock, 4]];

/** What may happen in a simulation: each seed leaves some kinds of trouble out, so that the others show. */
function chooseWeights(chance: Chance, nodes: number): Weights {
  const troubles = [DEVICES, NETWORK, SERVER, STORAGE, CLOCKS].filter(() => chance.happens(0.65));
  const disappearing = !troubles.includes(CLOCKS) && chance.happens(0.4) ? DISAPPEARING : [];
  const groups = chance.happens(0.7) ? GROUPS : [];
  const doorbell = nodes > 1 ? DOORBELL : [];
  return [...PEACE, ...MESSAGES, ...groups, ...disappearing, ...troubles.flat(), ...doorbell];
}

/** Lets so many things happen, with pauses of every length between them. */
export function play(scene: Scene, acts: number): void {
  const { chance, world, service } = scene;
  const weights = chooseWeights(chance, service.nodes.length);
  for (let act = 0; act < acts; act++) {
    const happening = chance.weighted(weights)!;
    world.note("act", happening.name);
    happening(scene);
    world.pass(pause_ms(chance));
  }
}

function pause_ms(chance: Chance): number {
  const longest = chance.weighted([
    [0, 20],
    [30, 30],
    [400, 40],
    [3_000, 8],
    [50_000, 0.7],
  ] as const)!;
  return chance.integer(0, longest);
}
