import { afterEach, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { systemClock } from "../../platform/clock.ts";
import { jsonLogger, silentLogger } from "../../platform/logger.ts";
import { systemRandom } from "../../platform/random.ts";
import { VirtualClock } from "../../platform/virtual-clock.ts";
import { busContract, frames, listenTo } from "../bus.contract.ts";
import type { BusMessage } from "../bus.ts";
import { nodesContract } from "../nodes.contract.ts";
import { SERVICE_BYTES } from "./envelope.ts";
import { openNetworkedBus } from "./nats-bus.ts";
import { NetworkedBus } from "./networked-bus.ts";
import { Hub, type HubWire } from "./testing/hub.ts";
import { type Fate, UnreliableWire } from "./testing/unreliable-wire.ts";

const service = new Uint8Array(SERVICE_BYTES).fill(1);
const real = { service, clock: systemClock, random: systemRandom, logger: silentLogger };
const hubForAll = new Hub();

busContract("networked, in memory", async () => openNetworkedBus(new Hub().wire(), real));
nodesContract("networked, in memory", async () => {
  const wire = new UnreliableWire(hubForAll.wire());
  return { wire, bus: await openNetworkedBus(wire, real) };
});

/** Nodes on a network and a clock of the test. */
class Stage {
  readonly clock = new VirtualClock();
  readonly hub = new Hub();
  readonly #nodes: NetworkedBus[] = [];

  /** A node that hears, and what it heard and was told since. */
  async join(wrap: (wire: HubWire) => UnreliableWire | HubWire = (wire) => wire) {
    const wire = this.hub.wire();
    const bus = new NetworkedBus(wrap(wire), { ...real, clock: this.clock });
    this.#nodes.push(bus);
    await bus.hears();
    await this.pass(1_000);
    const { heard } = listenTo(bus);
    const gap_times: number[] = [];
    bus.onGap(() => gap_times.push(this.clock.now()));
    return { bus, wire, heard, gap_times };
  }

  /** Lets time pass, with whole turns of the event loop in between. */
  async pass(duration_ms: number): Promise<void> {
    for (let passed = 0; passed < duration_ms; passed += 100) {
      this.clock.advance(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#nodes.map((bus) => bus.close()));
  }
}

const stages: Stage[] = [];
const newStage = () => {
  const stage = new Stage();
  stages.push(stage);
  return stage;
};
afterEach(() => Promise.all(stages.splice(0).map((stage) => stage.end())));

const distances = (times: readonly number[]) => times.slice(1).map((time, index) => time - times[index]!);

describe("a node that hears nothing, not even itself", () => {
  test("B4 is told within 1.5 s, every 1.5 s, and once more when it hears again", async () => {
    const stage = newStage();
    const { gap_times } = await stage.join();
    const cut_at = stage.clock.now();
    stage.hub.passes = () => false;
    await stage.pass(6_000);
    expect(gap_times[0]! - cut_at).toBeLessThanOrEqual(1_500);
    expect(gap_times.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...distances(gap_times))).toBe(1_500);
    stage.hub.passes = () => true;
    const healed_at = stage.clock.now();
    await stage.pass(3_000);
    const after = gap_times.filter((time) => time > healed_at);
    expect(after).toHaveLength(1);
    expect(after[0]! - healed_at).toBeLessThanOrEqual(1_000);
  });

  test("B4 is told at once when its connection is lost", async () => {
    const stage = newStage();
    const { wire, gap_times } = await stage.join();
    wire.disconnect();
    expect(gap_times).toEqual([stage.clock.now()]);
  });

  test("B7 asks for another connection when nothing comes back over the one it has", async () => {
    const stage = newStage();
    const { wire } = await stage.join();
    stage.hub.passes = () => false;
    await stage.pass(4_000);
    expect(wire.reconnects).toBe(1);
  });
});

describe("another node", () => {
  test("B5 that falls silent is a gap every 1.5 s, for half a minute", async () => {
    const stage = newStage();
    const [witness, other] = [await stage.join(), await stage.join()];
    const silent_at = stage.clock.now();
    other.wire.connected = false;
    await stage.pass(60_000);
    const { gap_times } = witness;
    expect(gap_times[0]! - silent_at).toBeLessThanOrEqual(1_500);
    expect(Math.max(...distances(gap_times))).toBe(1_500);
    const lasted_ms = gap_times.at(-1)! - silent_at;
    expect(lasted_ms).toBeGreaterThan(27_000);
    expect(lasted_ms).toBeLessThanOrEqual(30_000);
  });

  test("B5 that said goodbye is not missed", async () => {
    const stage = newStage();
    const [witness, other] = [await stage.join(), await stage.join()];
    await other.bus.close();
    await stage.pass(60_000);
    expect(witness.gap_times).toEqual([]);
  });

  test("B6 that is new is no gap; one that spoke before and was never heard is", async () => {
    const stage = newStage();
    const witness = await stage.join();
    const fresh = await stage.join();
    fresh.bus.publish(frames(1)[0]!);
    await stage.pass(1_000);
    expect(witness.gap_times).toEqual([]);
    stage.hub.passes = (_bytes, from, to) => from === to;
    const unheard = await stage.join();
    unheard.bus.publish(frames(1)[0]!);
    await stage.pass(40_000);
    witness.gap_times.length = 0;
    stage.hub.passes = () => true;
    await stage.pass(1_000);
    expect(witness.gap_times).toHaveLength(1);
  });
});

test("B8 what cannot be sent is neither kept nor sent later, and the others are told", async () => {
  const stage = newStage();
  const [near, far] = [await stage.join(), await stage.join()];
  near.wire.disconnect();
  const before = near.wire.sent_bytes;
  for (const message of frames(1_000)) near.bus.publish(message);
  await stage.pass(1_000);
  expect(near.wire.sent_bytes).toBe(before);
  near.wire.connect();
  await stage.pass(1_000);
  expect(far.heard).toEqual([]);
  expect(far.gap_times.length).toBeGreaterThan(0);
});

test("B8 what does not come back stops more from being sent", async () => {
  const stage = newStage();
  const { bus, wire } = await stage.join();
  stage.hub.passes = () => false;
  const large = frames(40, "x".repeat(1024 * 1024));
  for (const message of large) {
    bus.publish(message);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(wire.sent_bytes).toBeGreaterThan(32 * 1024 * 1024);
  expect(wire.sent_bytes).toBeLessThan(35 * 1024 * 1024);
});

test("B9 bytes that nobody of us sent are a gap, and the bus goes on", async () => {
  const stage = newStage();
  const [near, far] = [await stage.join(), await stage.join()];
  far.wire.receive(new TextEncoder().encode("hello"));
  expect(far.gap_times).toHaveLength(1);
  near.bus.publish(frames(1)[0]!);
  await stage.pass(100);
  expect(far.heard).toEqual(frames(1));
});

test("B10 nodes with another secret are not heard, and the operator is told, not all the time", async () => {
  const stage = newStage();
  const { bus, heard, gap_times } = await stage.join();
  const lines: string[] = [];
  const other = new NetworkedBus(stage.hub.wire(), {
    ...real,
    service: new Uint8Array(SERVICE_BYTES).fill(2),
    clock: stage.clock,
    logger: jsonLogger(stage.clock, (line) => lines.push(line)),
  });
  other.publish(frames(1)[0]!);
  bus.publish(frames(1, "ours ")[0]!);
  await stage.pass(20_000);
  await other.close();
  expect(heard).toEqual(frames(1, "ours "));
  expect(gap_times).toEqual([]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("FEILIAO_SECRET_FILE");
});

test("B1-B3 whatever is lost, repeated or overtaken: in order, at most once, and after every loss a gap, at most one a second", async () => {
  let checked = 0;
  let losses = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Fate>("arrives", "lost", "twice", "late"), { minLength: 1, maxLength: 40 }),
      async (fates) => {
        const stage = new Stage();
        const near = await stage.join();
        let unreliable: UnreliableWire | null = null;
        const far = await stage.join((wire) => {
          unreliable = new UnreliableWire(wire);
          return unreliable;
        });
        const waiting = [...fates];
        unreliable!.fate = () => waiting.shift() ?? "arrives";
        const said = frames(fates.length);
        for (const message of said) {
          near.bus.publish(message);
          await stage.pass(100);
        }
        const last_said_at = stage.clock.now();
        await stage.pass(2_000);
        const positions = far.heard.map((message) => positionOf(said, message));
        expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
        const missed = said.length - positions.length;
        if (missed > 0) {
          const last_missed = said.findLastIndex((_, index) => !positions.includes(index));
          const missed_at = last_said_at - (said.length - 1 - last_missed) * 100 - 100;
          expect(far.gap_times.at(-1)).toBeGreaterThanOrEqual(missed_at);
        } else expect(far.gap_times).toEqual([]);
        for (const distance of distances(far.gap_times)) expect(distance).toBeGreaterThanOrEqual(1_000);
        checked += said.length;
        losses += missed;
        await stage.end();
      },
    ),
    { numRuns: 40 },
  );
  expect(checked).toBeGreaterThan(100);
  expect(losses).toBeGreaterThan(10);
});

const positionOf = (said: readonly BusMessage[], message: BusMessage) =>
  said.findIndex((each) => "frame" in each && "frame" in message && each.frame === message.frame);
