import { expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConversationId } from "@feiliao/protocol";
import { Device, startServerProcess } from "@feiliao/testkit";
import { audit } from "./audit.ts";
import { Sender } from "./sender.ts";

const KILLS = Number(process.env.KILLS ?? 200);
const SENDERS = 20;
const CONVERSATIONS_EACH = 10;
const LIFE_MS_MIN = 5;
const LIFE_MS_MAX = 500;
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

interface Imported {
  account_id: `acc_${string}`;
  device_id: `dev_${string}`;
  token: string;
  conversations: Record<string, ConversationId>;
}

test(
  `D1–D4 the server killed at ${KILLS} random moments under ${SENDERS} senders loses, doubles and reorders nothing`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "feiliao-kill-"));
    const random = randomFrom(SEED);
    const people = await importPeople(folder);
    let server = await startServerProcess(folder, 0);
    const { port } = new URL(server.url);
    const senders = people.map((person) => {
      return new Sender(
        new Device(server.url, person),
        Object.values(person.conversations).slice(0, CONVERSATIONS_EACH),
      );
    });
    const running = Promise.all(senders.map((sender) => sender.run()));
    for (let kill = 0; kill < KILLS; kill++) {
      await Bun.sleep(LIFE_MS_MIN + random() * (LIFE_MS_MAX - LIFE_MS_MIN));
      await server.kill();
      server = await startServerProcess(folder, Number(port));
    }
    await Bun.sleep(LIFE_MS_MAX);
    for (const sender of senders) sender.stop();
    await running;
    await server.stop();

    const history = senders.flatMap((sender) => sender.history);
    const { acknowledged, entries, findings } = audit(join(folder, "feiliao.sqlite"), history);
    console.log(`seed ${SEED}: ${KILLS} kills, ${acknowledged} acknowledged, ${entries} in the log`);
    expect(senders.flatMap((sender) => sender.contradictions)).toEqual([]);
    expect(findings).toEqual([]);
    expect(acknowledged).toBeGreaterThan(KILLS * SENDERS); // an idle run proves nothing
    rmSync(folder, { recursive: true, force: true });
  },
  20 * 60_000,
);

async function importPeople(folder: string): Promise<Imported[]> {
  const tokens = join(folder, "tokens.jsonl");
  const cli = join(import.meta.dir, "../../packages/cli/src/main.ts");
  const words = [
    "user",
    "import",
    "--generate",
    String(SENDERS),
    "--conversations",
    "10",
    "--data",
    folder,
    "--tokens",
    tokens,
  ];
  const { exitCode } = Bun.spawnSync([process.execPath, cli, ...words]);
  expect(exitCode).toBe(0);
  return readFileSync(tokens, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Imported);
}

/** Mulberry32: small, seeded, good enough to pick moments. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
