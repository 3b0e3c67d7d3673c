import type { OperationName } from "@feiliao/protocol";
import type { Chance } from "@feiliao/testkit/chance";
import type { OperationLog } from "../people/operation-log.ts";
import type { Node } from "../server/node.ts";
import type { World } from "../world/world.ts";
import { Connection, type End } from "./connection.ts";
import { exchange } from "./exchange.ts";
import type { Link } from "./link.ts";

/** Between the devices and the nodes; each new connection goes to a node of the balancer's choice. */
export class Network {
  readonly #world: World;
  readonly #nodes: readonly Node[];
  readonly #chance: Chance;

  constructor(world: World, nodes: readonly Node[]) {
    this.#world = world;
    this.#nodes = nodes;
    this.#chance = world.chance("balancer");
  }

  /** `alive` false: the program that asks is gone, so nothing leaves the device. */
  connect(link: Link, client: End, opened: () => void, alive: boolean): Connection {
    const connection = new Connection(this.#world, link, client);
    if (!alive) connection.break({ client_hears: false, server_hears: false });
    else if (link.offline) connection.break({ client_hears: true, server_hears: false });
    else connection.open(() => this.#balance().accept(connection), opened);
    return connection;
  }

  async request(link: Link, url: string, init: RequestInit, log: OperationLog): Promise<Response> {
    const { signal = null, ...rest } = init;
    const { pathname } = new URL(url);
    const operation =
      init.method === "POST"
        ? log.begin(pathname.slice("/v1/".length) as OperationName, JSON.parse(String(init.body)))
        : null;
    const respond = (request: Request) => this.#balance().respond(request);
    const response = await exchange(this.#world, link, new Request(url, rest), signal, respond);
    if (operation) {
      const body = (await response.clone().json()) as Record<string, never>;
      log.end(operation, response.ok ? { output: body } : body);
    }
    return response;
  }

  #balance(): Node {
    const serving = this.#nodes.filter((node) => node.serves);
    return this.#chance.pick(serving.length > 0 ? serving : this.#nodes);
  }
}
