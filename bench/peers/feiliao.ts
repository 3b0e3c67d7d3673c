import { mkdirSync } from "node:fs";
import { FeiliaoDriver } from "../drivers/feiliao.ts";
import type { Options } from "../options.ts";
import { searchAs } from "./feiliao-search.ts";
import { fillHistory, importUsers, startFeiliao } from "./feiliao-server.ts";
import { FAST, type Peer } from "./peer.ts";

/** Our own server as it ships, with the embedded database. */
export function feiliao(folder: string, { receipts, profile }: Options): Peer {
  const driver = new FeiliaoDriver(receipts);
  const command = { folder, settings: {}, profile };
  return {
    name: "feiliao",
    driver,
    pace: FAST,
    person: (index) => driver.user(index),
    history: {
      fill: (entries, present, language) => fillHistory(folder, entries, present, language),
      reader(index, port, listener) {
        driver.connectTo(port);
        return driver.client(index, listener);
      },
      search: (index, port, query, friend) => searchAs(driver.user(index), port, query, friend),
    },
    cluster: null,
    missing: () => null,
    async prepare(population) {
      mkdirSync(folder, { recursive: true });
      driver.setUsers(await importUsers(command, population));
    },
    start: () => startFeiliao(command),
  };
}
