import type { ConversationId } from "@feiliao/protocol";
import { CARRIER_IDS } from "@feiliao/server/links/sms/simulator/carriers/carrier";
import { systemClock as clock } from "@feiliao/server/platform/clock";
import { systemRandom } from "@feiliao/server/platform/random";
import { Device, until } from "@feiliao/testkit";
import { NodeUnderTest } from "../harness/node-under-test.ts";
import type { Seeded } from "../harness/seeded.ts";
import { type Imported, importPeople } from "../workload/people.ts";
import { Answering } from "./answering.ts";
import type { Evidence } from "./audit/evidence.ts";
import { CarrierBox, PASSWORD_VARIABLE } from "./carriers/carrier-box.ts";
import { numbersOf, setHandsets } from "./carriers/handsets.ts";
import { arrivalsOn, readLedger, toldTo } from "./gather.ts";
import { LedgerWatch } from "./ledger-watch.ts";
import { Weather } from "./weather.ts";
import { type Thread, Writer } from "./writer.ts";

export interface Plan {
  random: Seeded;
  /** An empty folder of this run's own. */
  folder: string;
  messages: number;
  /** Whether rows that a kill has left without an outcome may be counted as unknown before their deadline. */
  brief: boolean;
}

export interface Finished {
  evidence: Evidence;
  /** What was done to the server and the carriers. */
  done: Record<"kills" | "carrier_restarts" | "carrier_spells" | "handsets_switched_off" | "refused", number>;
}

const PEOPLE = 20;
/** Numbers of each carrier; every one of them hears from two people. */
const HANDSETS = 40;
const WRITERS_OF_EACH = 2;
/** What all writers together send a second, about. */
const PACE_PER_S = 60;
const LIFE_MS_MIN = 500;
const LIFE_MS_MAX = 6_000;
/** Carriers report again for so long what a server that was down did not take, and a link that failed rests. */
const REST_MS_MAX = 600_000;
const PLENTY = "1000000000";

/**
 * People in the app write to handsets without it, over the real links and wires to carriers that fail in every way they
 * have, while the server is killed and started again; some handsets answer. Ends when everything has come to rest.
 */
export async function campaign({ random, folder, messages, brief }: Plan): Promise<Finished> {
  const people = await importPeople(folder, { people: PEOPLE });
  const box = await CarrierBox.open(folder, systemRandom);
  const numbers = CARRIER_IDS.flatMap((carrier) => numbersOf(carrier, HANDSETS));
  setHandsets(box, numbers, random);
  const node = await NodeUnderTest.start(folder, { environment: settingsFor(box) });
  const watch = new LedgerWatch(folder);
  try {
    const devices = people.map((person) => new Device(node.url, person, { answer_ms_max: 10_000 }));
    const writers = await writersOf(devices, people, numbers, random);
    const answering = new Answering(box, random);
    const weather = new Weather(box, numbers, random);
    weather.begin();
    const share = Math.ceil(messages / writers.length);
    const pause_ms_max = (2 * 1_000 * writers.length) / PACE_PER_S;
    const kills = killing(node, random);
    await Promise.all(writers.map((writer, index) => writer.write(marksOf(index, share), pause_ms_max)));
    await kills.stop();
    await weather.clearUp();
    const written = writers.flatMap((writer) => writer.written);
    const isOver = () =>
      watch.isAtRest(written.length) && box.carriers.underWay === 0 && (brief || watch.begun() === 0);
    await until("everything to come to rest", isOver, REST_MS_MAX);
    await answering.end();
    await until("everybody to be told", () => watch.isAtRest(written.length), REST_MS_MAX);
    const told = await toldTo(devices, written);
    await node.stop();
    const conversationOf = new Map<number, ConversationId>(
      written.map(({ mark, conversation_id }) => [mark, conversation_id]),
    );
    const evidence: Evidence = {
      ...{ written, submits: box.carriers.submits, arrivals: arrivalsOn(box, numbers), told },
      answers: answering.answers(conversationOf),
      ...(await readLedger(folder, box, written, clock.now())),
    };
    const done = {
      kills: kills.count,
      carrier_restarts: weather.restarts,
      carrier_spells: weather.spells,
      handsets_switched_off: weather.switched_off,
      refused: writers.reduce((sum, { refused }) => sum + refused, 0),
    };
    return { evidence, done };
  } finally {
    watch.close();
    await node.kill();
    await box.close();
  }
}

/** Limits are another matter: here none is to be met. */
function settingsFor(box: CarrierBox): Record<string, string> {
  const limits = ["SMS_DAY_FEN_MAX", "SMS_MONTH_FEN_MAX"].map((name) => [`FEILIAO_${name}`, PLENTY]);
  const units = ["DAY", "MONTH"].map((span) => [`FEILIAO_SMS_PERSON_${span}_UNITS`, "1000000"]);
  const { secret } = box.wire.login("world", "own");
  return {
    ...Object.fromEntries([...limits, ...units]),
    FEILIAO_CARRIERS: box.file,
    [PASSWORD_VARIABLE]: secret,
  };
}

/** Each person has conversations with their share of the handsets. */
async function writersOf(
  devices: readonly Device[],
  people: readonly Imported[],
  numbers: readonly string[],
  random: Seeded,
): Promise<Writer[]> {
  const threads: Thread[][] = people.map(() => []);
  for (const [index, number] of numbers.entries()) {
    for (let nth = 0; nth < WRITERS_OF_EACH; nth++) {
      const who = (index + nth * 7) % people.length;
      const address = `tel:${number}` as const;
      const { conversation_id } = await devices[who]!.post("conversation/open", { address });
      threads[who]!.push({ number, conversation_id });
    }
  }
  return devices.map((device, index) => new Writer(device, threads[index]!, random));
}

function marksOf(writer: number, share: number): number[] {
  return Array.from({ length: share }, (_, index) => writer * share + index);
}

/** SIGKILL at random moments, and a new start at once, until it is stopped. */
function killing(node: NodeUnderTest, random: Seeded): { readonly count: number; stop(): Promise<void> } {
  let stopped = false;
  let count = 0;
  const going = (async () => {
    while (!stopped) {
      await Bun.sleep(random.between(LIFE_MS_MIN, LIFE_MS_MAX));
      if (stopped) return;
      await node.kill();
      await node.start();
      count++;
    }
  })();
  return {
    get count() {
      return count;
    },
    stop() {
      stopped = true;
      return going;
    },
  };
}
