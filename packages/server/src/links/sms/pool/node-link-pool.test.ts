import { afterEach, beforeEach, expect, test } from "bun:test";
import { silentLogger } from "../../../platform/logger.ts";
import { VirtualClock } from "../../../platform/virtual-clock.ts";
import type { LinkLeaseStore } from "../../../store/link-lease-store.ts";
import { type SqliteStore, sqliteStore } from "../../../store/sqlite/sqlite-store.ts";
import type { LinkDefinition, LinkTerms } from "../link-pool.ts";
import { NOTHING_KNOWN } from "../routing/number-route.ts";
import type { Sms } from "../sms-link.ts";
import { type ScriptedLink, ScriptedWebhookLink, scripted } from "../testing/scripted-link.ts";
import { BEAT_INTERVAL_MS, LEASE_MS } from "./lease-keeper.ts";
import { NodeLinkPool } from "./node-link-pool.ts";

const SMS: Sms = {
  ...{ to: "+8613800138000", extension: "", template_id: "chat", parameters: {}, text: "在吗" },
  valid_ms: 3_600_000,
};

interface Node {
  pool: NodeLinkPool;
  /** Links that this node has opened, in order. */
  opened: ScriptedLink[];
  /** Whether the node reaches the store. */
  connected: boolean;
}

let clock: VirtualClock;
let store: SqliteStore;
let nodes: Node[];
beforeEach(() => {
  clock = new VirtualClock();
  store = sqliteStore(":memory:", silentLogger, { clock });
  nodes = [];
});
afterEach(async () => {
  for (const node of nodes) node.connected = true;
  await Promise.all(nodes.map(({ pool }) => pool.close()));
  await store.close();
});

test("LP1 of two nodes one opens the link, and the other sends nothing over it", async () => {
  const [a, b] = [start("a"), start("b")];
  await pass(BEAT_INTERVAL_MS);
  expect([...a.pool.held(), ...b.pool.held()]).toEqual(["mobile"]);
  const [holder, other] = a.pool.held().length > 0 ? [a, b] : [b, a];
  expect(await other.pool.send("mobile", SMS, 1)).toMatchObject({ outcome: "refused", refusal: "closed" });
  expect(await holder.pool.send("mobile", SMS, 1)).toMatchObject({ outcome: "accepted" });
  expect(holder.opened[0]!.sent).toEqual([SMS]);
  expect(other.opened).toEqual([]);
});

test("LP2 a link that was given back is opened elsewhere at the next beat", async () => {
  const a = start("a");
  await pass(0);
  const b = start("b");
  await pass(BEAT_INTERVAL_MS);
  await a.pool.close();
  expect(a.opened[0]!.state).toBe("closed");
  await pass(BEAT_INTERVAL_MS);
  expect(b.pool.held()).toEqual(["mobile"]);
});

test("LP2 LP3 a node that cannot beat closes its links before another opens them, and takes what is free later", async () => {
  const a = start("a");
  await pass(0);
  const b = start("b");
  await pass(BEAT_INTERVAL_MS);
  a.connected = false;
  const held: string[] = [];
  for (let passed_ms = 0; passed_ms < 3 * LEASE_MS; passed_ms += 500) {
    await pass(500);
    held.push([...a.pool.held().map(() => "a"), ...b.pool.held().map(() => "b")].join("") || "-");
  }
  expect(held.join("").replace(/(.)\1*/g, "$1")).toBe("a-b");
  expect(a.opened[0]!.state).toBe("closed");
  a.connected = true;
  await b.pool.close();
  await pass(BEAT_INTERVAL_MS);
  expect(a.pool.held()).toEqual(["mobile"]);
});

test("LP2 the only node need not wait for what its own last run held", async () => {
  await store.linkLeases.take("mobile", "an earlier process", null);
  const only = start("a", { alone: true });
  await pass(0);
  expect(only.pool.held()).toEqual(["mobile"]);
  await pass(3 * LEASE_MS);
  expect(only.pool.held()).toEqual(["mobile"]);
  // Nobody watches, so nothing is written for it.
  expect(await store.linkLeases.all()).toMatchObject([{ holder: "a", beat: 0 }]);
});

test("LP4 every node routes to a link wherever it is, and last to one that is down there", async () => {
  const links = { mobile: { serves: ["china_mobile"] }, backup: { serves: ["china_mobile"] } } as const;
  const a = start("a", { links });
  await pass(0);
  const b = start("b", { links });
  await pass(BEAT_INTERVAL_MS);
  expect(route(b)).toEqual(["mobile", "backup"]);
  a.opened.find(({ id }) => id === "mobile")!.become("down");
  await pass(2 * BEAT_INTERVAL_MS);
  expect(route(a)).toEqual(["backup", "mobile"]);
  expect(route(b)).toEqual(["backup", "mobile"]);
  const status = (node: Node) => node.pool.health().map(({ held_by, state }) => [held_by, state]);
  expect(status(b)).toEqual([
    ["other_node", "down"],
    ["other_node", "up"],
  ]);
  expect(status(a)[0]).toEqual(["this_node", "down"]);
});

test("BR1 BR2 a link that does not answer is left alone, and tried again with one SMS after the pause", async () => {
  const { pool, opened } = start("a");
  await pass(0);
  const link = opened[0]!;
  link.answer = () => ({ outcome: "unknown", carrier_message_ids: [] });
  for (let number = 0; number < 5; number++) await pool.send("mobile", SMS, 1);
  expect(pool.capacity("mobile")).toBe(0);
  expect(pool.health()[0]).toMatchObject({ breaker: "open", health: { unknown: 5 } });
  await pass(10_000);
  expect(pool.capacity("mobile")).toBe(1);
  const { promise, resolve } = Promise.withResolvers<void>();
  link.answer = async () => {
    await promise;
    return { outcome: "accepted", carrier_message_ids: ["1"] };
  };
  const trial = pool.send("mobile", SMS, 1);
  expect(pool.capacity("mobile")).toBe(0);
  resolve();
  await trial;
  expect(pool.health()[0]).toMatchObject({ breaker: "closed" });
  expect(pool.capacity("mobile")).toBeGreaterThan(1);
});

test("TP1 LP5 who found no throughput left is told when there is some again", async () => {
  const { pool } = start("a");
  await pass(0);
  const ready: string[] = [];
  pool.onReady((link_id) => ready.push(link_id));
  expect(pool.capacity("mobile")).toBe(10);
  for (let number = 0; number < 5; number++) await pool.send("mobile", SMS, 2);
  expect(pool.capacity("mobile")).toBe(0);
  expect(ready).toEqual([]);
  await pass(100);
  expect(ready).toEqual(["mobile"]);
  expect(pool.capacity("mobile")).toBe(1);
});

test("LP5 who found the link down, or its window full, is told when it can take SMS again", async () => {
  const { pool, opened } = start("a", { links: { mobile: { outstanding_max: 1 } } });
  await pass(0);
  const ready: string[] = [];
  pool.onReady((link_id) => ready.push(link_id));
  const { promise, resolve } = Promise.withResolvers<void>();
  opened[0]!.answer = async () => {
    await promise;
    return { outcome: "accepted", carrier_message_ids: ["1"] };
  };
  const sending = pool.send("mobile", SMS, 1);
  expect(pool.capacity("mobile")).toBe(0);
  resolve();
  await sending;
  expect(ready).toEqual(["mobile"]);
  opened[0]!.become("down");
  expect(pool.capacity("mobile")).toBe(0);
  opened[0]!.become("up");
  expect(ready.length).toBeGreaterThanOrEqual(2);
  expect(pool.capacity("mobile")).toBe(1);
});

test("reports and incoming SMS say which link they came over; without a listener incoming ones are not taken", async () => {
  const { pool, opened } = start("a");
  await pass(0);
  const incoming = {
    carrier_message_id: "1",
    from: SMS.to,
    to: "10690013800",
    text: "在",
    incomplete: false,
  };
  await expect(opened[0]!.write({ ...incoming, at: 0 })).rejects.toThrow("nobody listens");
  const heard: string[] = [];
  pool.onReport(async (link_id, report) => void heard.push(`${link_id} ${report.state}`));
  pool.onIncoming(async (link_id, sms) => void heard.push(`${link_id} ${sms.text}`));
  await opened[0]!.report("1", SMS.to);
  await opened[0]!.write({ ...incoming, at: 0 });
  expect(heard).toEqual(["mobile delivered", "mobile 在"]);
});

test("LP6 what a carrier calls in with is heard at any node, and only the node with the lease sends", async () => {
  const heard: string[] = [];
  const [a, b] = ["a", "b"].map((node_id) => {
    const opened: ScriptedLink[] = [];
    const open = () => {
      const link = new ScriptedWebhookLink("mobile");
      opened.push(link);
      return link;
    };
    const { terms } = scripted("mobile", opened);
    const node = startWith(node_id, [{ terms, webhooks: true, open }], opened);
    node.pool.onIncoming(async (link_id, { text }) => void heard.push(`${node_id} ${link_id} ${text}`));
    return node;
  });
  await pass(BEAT_INTERVAL_MS);
  for (const { pool } of [a!, b!]) {
    const request = new Request("http://feiliao.test/links/mobile/incoming", { method: "POST", body: "在" });
    const answer = await pool.respond(request, "/links/mobile/incoming", "203.0.113.9");
    expect(await answer?.text()).toBe("incoming: 在");
    expect(await pool.respond(request, "/links/another/incoming", "203.0.113.9")).toBeNull();
  }
  expect(heard).toEqual(["a mobile 在", "b mobile 在"]);
  expect([...a!.pool.held(), ...b!.pool.held()]).toEqual(["mobile"]);
});

test("LP7 a link that cannot be opened is tried again as long as the node holds it", async () => {
  const opened: ScriptedLink[] = [];
  const definition = scripted("mobile", opened);
  let failures = 2;
  const open = () => {
    if (failures-- > 0) throw new Error("the port is taken");
    return definition.open();
  };
  const { pool } = startWith("a", [{ ...definition, webhooks: false, open }], opened);
  await pass(15_000);
  expect(pool.held()).toEqual([]);
  await pass(10_000);
  expect(pool.held()).toEqual(["mobile"]);
  expect(opened).toHaveLength(1);
});

interface StartOptions {
  alone?: boolean;
  links?: Record<string, Partial<LinkTerms>>;
}

function start(node_id: string, { alone = false, links = { mobile: {} } }: StartOptions = {}): Node {
  const opened: ScriptedLink[] = [];
  const definitions = Object.entries(links).map(([id, terms]) => scripted(id, opened, terms));
  return startWith(node_id, definitions, opened, alone);
}

function startWith(
  node_id: string,
  definitions: readonly LinkDefinition[],
  opened: ScriptedLink[],
  alone = false,
): Node {
  const node: Node = { opened, connected: true, pool: undefined as unknown as NodeLinkPool };
  const leases = reachable(store.linkLeases, () => node.connected);
  node.pool = new NodeLinkPool({ definitions, leases, node_id, alone, clock, logger: silentLogger });
  nodes.push(node);
  return node;
}

/** The store as a node sees it whose connection may be cut. */
function reachable(leases: LinkLeaseStore, connected: () => boolean): LinkLeaseStore {
  const check = <T>(work: () => Promise<T>) =>
    connected() ? work() : Promise.reject(new Error("the store is out of reach"));
  return {
    all: () => check(() => leases.all()),
    take: (...input) => check(() => leases.take(...input)),
    renew: (...input) => check(() => leases.renew(...input)),
    release: (...input) => check(() => leases.release(...input)),
  };
}

/** Lets time pass in small steps, and after each lets what was begun go on. */
async function pass(duration_ms: number): Promise<void> {
  const end = clock.now() + duration_ms;
  do {
    clock.advance(Math.min(100, end - clock.now()));
    for (let turn = 0; turn < 5; turn++) await Bun.sleep(0);
  } while (clock.now() < end);
}

function route({ pool }: Node): string[] {
  const found = pool.candidates({ to: SMS.to, template_id: SMS.template_id }, NOTHING_KNOWN);
  return found.map(({ link_id }) => link_id);
}
