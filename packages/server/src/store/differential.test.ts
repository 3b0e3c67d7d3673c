import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Chance } from "@feiliao/testkit/chance";
import { silentLogger } from "../platform/logger.ts";
import { postgresStore } from "./postgres/postgres-store.ts";
import { testDatabase } from "./postgres/testing/database.ts";
import { sqliteStore } from "./sqlite/sqlite-store.ts";
import type { Store } from "./store.ts";
import { type Act, type Answer, perform } from "./testing/differential/acts.ts";
import { chooseWrites } from "./testing/differential/choose.ts";
import { chooseAlone } from "./testing/differential/choose-alone.ts";
import { type Devices, everything } from "./testing/differential/everything.ts";
import { newWorld, noteDone, settleIn, type World } from "./testing/differential/world.ts";

// SEEDS=50 FROM=0 ROUNDS=150 bun test packages/server/src/store/differential.test.ts

const SEEDS = Number(process.env.SEEDS ?? 2);
const FROM = Number(process.env.FROM ?? Date.now() % 1_000_000);
const ROUNDS = Number(process.env.ROUNDS ?? 120);
const ROUNDS_PER_LOOK = 15;
const ROUNDS_PER_RESTART = 40;
const LIMIT_MS = 60_000 * SEEDS;

/** The same acts on one of the stores. */
interface Player {
  name: string;
  open(): Promise<Store>;
  store: Store;
  devices: Devices;
  play(store: Store, acts: readonly Act[]): Promise<Answer[]>;
}

const databases = [await testDatabase(), await testDatabase()] as const;

async function openPlayers(folder: string): Promise<Player[]> {
  for (const { empty } of databases) empty();
  const [batched, single] = databases.map(
    ({ url }) =>
      () =>
        postgresStore(url, silentLogger),
  );
  const sqlite = async () => sqliteStore(join(folder, "feiliao.sqlite"), silentLogger);
  return Promise.all([
    player("SQLite", sqlite, atOnce),
    player("PostgreSQL", batched!, atOnce),
    player("PostgreSQL, one write a commit", single!, oneByOne),
  ]);
}

async function player(name: string, open: Player["open"], play: Player["play"]): Promise<Player> {
  return { name, open, play, store: await open(), devices: new Map() };
}

function atOnce(store: Store, acts: readonly Act[]): Promise<Answer[]> {
  return Promise.all(acts.map((act) => perform(store, act)));
}

async function oneByOne(store: Store, acts: readonly Act[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const act of acts) answers.push(await perform(store, act));
  return answers;
}

/** What a store keeps in memory decides nothing that is not on disk. */
async function restart(player: Player): Promise<void> {
  await player.store.close();
  player.store = await player.open();
}

async function run(seed: number, players: readonly Player[]): Promise<void> {
  const chance = new Chance(seed, "differential");
  const world = newWorld(chance);
  for (const { store } of players) await settleIn(store, world);
  for (let round = 1; round <= ROUNDS; round++) {
    await playRound(chance, world, players, `seed ${seed}, round ${round}`);
    if (round % ROUNDS_PER_LOOK === 0) await look(world, players, `seed ${seed}, after round ${round}`);
    if (round % ROUNDS_PER_RESTART === 0) await Promise.all(players.map(restart));
    world.now += chance.integer(0, 15_000);
  }
}

async function playRound(chance: Chance, world: World, players: readonly Player[], when: string) {
  const acts = chance.happens(0.3) ? [chooseAlone(chance, world)] : chooseWrites(chance, world);
  const [first, ...others] = await Promise.all(players.map(({ play, store }) => play(store, acts)));
  for (const [index, answers] of others.entries()) {
    const { name } = players[index + 1]!;
    const told = (all: readonly Answer[]) => acts.map((act, place) => [act, all[place]]);
    expectSame(`${name}, ${when}`, told(answers), told(first!));
  }
  for (const [index, act] of acts.entries()) noteDone(world, act, first![index]!);
}

async function look(world: World, players: readonly Player[], when: string): Promise<void> {
  const [first, ...others] = await Promise.all(
    players.map(({ store, devices }) => everything(store, world, devices)),
  );
  for (const [index, seen] of others.entries()) {
    const { name } = players[index + 1]!;
    expectSame(`${name}, ${when}`, seen, first);
  }
}

/** Says what differs from SQLite, and from which seed on: the difference alone does not. */
function expectSame(where: string, actual: unknown, expected: unknown): void {
  if (!Bun.deepEquals(actual, expected)) console.error(`other than SQLite: ${where}`);
  expect(actual).toEqual(expected);
}

test(
  `the stores answer alike, and tell alike, whatever is done to them: ${SEEDS} seeds from ${FROM}`,
  async () => {
    for (let seed = FROM; seed < FROM + SEEDS; seed++) {
      const folder = mkdtempSync(join(tmpdir(), "feiliao-differential-"));
      const players = await openPlayers(folder);
      try {
        await run(seed, players);
      } finally {
        await Promise.all(players.map(({ store }) => store.close()));
        rmSync(folder, { recursive: true });
      }
    }
  },
  LIMIT_MS,
);
