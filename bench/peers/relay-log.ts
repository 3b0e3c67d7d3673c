import { mkdirSync } from "node:fs";
import { RelayDriver } from "../drivers/relay.ts";
import { FAST, type Peer } from "./peer.ts";
import { answersHttp, freePort } from "./probe.ts";
import { startProcess } from "./process.ts";

const SERVER = `${import.meta.dir}/relay-log-server.ts`;

/** The floor, see relay-log-server.ts. */
export function relayLog(folder: string): Peer {
  return {
    name: "relay-log",
    driver: new RelayDriver(),
    pace: FAST,
    person: null,
    history: null,
    cluster: null,
    missing: () => null,
    async prepare() {
      mkdirSync(folder, { recursive: true });
    },
    async start() {
      const port = freePort();
      const { pid, ...server } = await startProcess({
        argv: [process.execPath, SERVER, String(port), folder],
        folder,
        answers: () => answersHttp(`http://127.0.0.1:${port}/`),
      });
      return { port, ownPids: [pid], pids: [pid], ...server };
    },
  };
}
