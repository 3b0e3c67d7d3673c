import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Overrides, type Server } from "@feiliao/server";
import { fileBlobs } from "@feiliao/server/blobs/files";
import { type Config, readConfig } from "@feiliao/server/platform/config";
import { silentLogger } from "@feiliao/server/platform/logger";
import { Secret } from "@feiliao/server/platform/secret";
import { sqliteStore } from "@feiliao/server/store/sqlite/sqlite-store";
import type { Store } from "@feiliao/server/store/store";
import { Device } from "../device.ts";
import { PEOPLE, type PersonName } from "../people.ts";
import { signUp } from "../sign-up.ts";
import { Doorbell } from "./doorbell.ts";

export interface TestNode {
  readonly url: string;
  readonly server: Server;
}

export interface TestCluster {
  readonly nodes: readonly TestNode[];
  /** Of each node, in their order; the carrier in a box of any of them may have an SMS. */
  readonly urls: string[];
  readonly doorbell: Doorbell;
  readonly store: Store;
  /** A new device of somebody, signed in and connected at one node. */
  device(who: PersonName, node: number): Promise<Device>;
  /** The same device on another node: another connection with its token. */
  moved(device: Device, node: number): Promise<Device>;
  /** Stops one node; the others go on. */
  stop(node: number): Promise<void>;
  close(): Promise<void>;
}

interface Stage {
  nodes: number;
  settings?: Partial<Config>;
  overrides?: Overrides;
}

/** Real servers in this process that are one service: they share the store, the blobs, the secret and a bus. */
export async function startTestCluster({ nodes: count, settings, overrides }: Stage): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), "feiliao-cluster-"));
  const store = sqliteStore(join(folder, "feiliao.sqlite"), silentLogger);
  const doorbell = new Doorbell();
  const running = new Map<number, TestNode>();
  const shared: Overrides = {
    logger: silentLogger,
    secret: new Secret(new Uint8Array(32).fill(7)),
    store: outlivingNodes(store),
    blobs: outlivingNodes(fileBlobs(join(folder, "blobs"))),
    ...overrides,
  };
  const defaults = { ...readConfig({}), port: 0, frames_per_s_max: 100_000, ...settings };
  for (let node = 0; node < count; node++) {
    const config = { ...defaults, data_folder: join(folder, `node-${node}`) };
    const server = await createServer(config, { ...shared, bus: doorbell.join() });
    running.set(node, { server, url: `http://127.0.0.1:${server.port}` });
  }
  const nodes = [...running.values()];
  const devices: Device[] = [];
  const urls = nodes.map(({ url }) => url);

  function connect(node: number, identity: ConstructorParameters<typeof Device>[1]): Promise<Device> {
    const device = new Device(urls[node]!, identity);
    devices.push(device);
    return device.connect();
  }

  async function stop(node: number): Promise<void> {
    const stopping = running.get(node);
    running.delete(node);
    await stopping?.server.close();
  }

  return {
    nodes,
    urls,
    doorbell,
    store,
    async device(who, node) {
      return connect(node, await signUp(urls[node]!, PEOPLE[who].number, `${who}'s device`, urls));
    },
    moved: (device, node) => connect(node, device),
    stop,
    async close() {
      for (const device of devices) device.disconnect();
      for (const node of [...running.keys()]) await stop(node);
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What nodes share is closed after the last of them. */
function outlivingNodes<Shared extends { close(): Promise<void> }>(shared: Shared): Shared {
  return { ...shared, close: async () => {} };
}
