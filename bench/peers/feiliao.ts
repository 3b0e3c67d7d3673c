import { mkdirSync } from "node:fs";
import { FeiliaoDriver } from "../drivers/feiliao.ts";
import type { ImportedUser } from "../drivers/feiliao-client.ts";
import { NEIGHBOURS_EACH_WAY } from "../load/neighbour.ts";
import type { Options } from "../options.ts";
import { FAST, type Peer, type Population } from "./peer.ts";
import { answersHttp, freePort } from "./probe.ts";
import { startProcess } from "./process.ts";

const PACKAGES = `${import.meta.dir}/../../packages`;

/** Our own server, with its accounts from `feiliao user import`. */
export function feiliao(folder: string, { receipts }: Options): Peer {
  const driver = new FeiliaoDriver(receipts);
  return {
    name: "feiliao",
    driver,
    pace: FAST,
    person: (index) => driver.user(index),
    missing: () => null,
    async prepare(population) {
      mkdirSync(folder, { recursive: true });
      driver.setUsers(await importUsers(folder, population));
    },
    async start() {
      const port = freePort();
      const { pid, ...server } = await startProcess({
        argv: [process.execPath, `${PACKAGES}/server/src/main.ts`],
        folder,
        environment: {
          PORT: String(port),
          FEILIAO_DATA: `${folder}/data`,
          // Each user of the bench sends faster than any person.
          FEILIAO_FRAMES_PER_S_MAX: "1000000",
        },
        answers: () => answersHttp(`http://127.0.0.1:${port}/healthz`),
      });
      return { port, ownPids: [pid], pids: [pid], ...server };
    },
  };
}

async function importUsers(folder: string, { accounts, roomMembers }: Population): Promise<ImportedUser[]> {
  const tokens = `${folder}/tokens.jsonl`;
  const importer = Bun.spawn(
    [
      ...[process.execPath, `${PACKAGES}/cli/src/main.ts`, "user", "import"],
      ...["--generate", String(accounts), "--conversations", String(2 * NEIGHBOURS_EACH_WAY)],
      ...(roomMembers > 0 ? ["--group", String(roomMembers)] : []),
      ...["--data", `${folder}/data`, "--tokens", tokens],
    ],
    { stdout: "ignore", stderr: "inherit" },
  );
  if ((await importer.exited) !== 0) throw new Error("feiliao user import failed");
  const lines = (await Bun.file(tokens).text()).trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}
