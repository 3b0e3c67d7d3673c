import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { inProcessBus } from "@feiliao/server/bus/in-process";
import { ConversationLog } from "@feiliao/server/conversation/conversation-log";
import { Doubts } from "@feiliao/server/delivery/doubts";
import { OutboxWorker } from "@feiliao/server/delivery/outbox-worker";
import { systemClock } from "@feiliao/server/platform/clock";
import { jsonLogger } from "@feiliao/server/platform/logger";
import { systemRandom } from "@feiliao/server/platform/random";
import { openStore } from "@feiliao/server/store/open-store";
import { fillHistory } from "@feiliao/server/store/sqlite/fill";
import { UsageError } from "../usage.ts";
import { formGroup, type ImportedPerson, importPeople, openNeighbours } from "./import-people.ts";
import { generatedPeople, readPeople } from "./people-file.ts";
import { smallTalk } from "./small-talk.ts";

export const usage = `feiliao user import FILE --tokens FILE          people to create, one a line: number,name
feiliao user import --generate N --tokens FILE  made-up people, for load tests

  --conversations N    open N direct conversations for each, with neighbours in the list (an even number)
  --group N            put the first N into one group
  --messages N         spread N messages over the direct conversations; the embedded database only
  --data DIR           the data folder of the server, which must be stopped (default ./data); with
                       FEILIAO_DATABASE that database, whose nodes must be stopped
  --tokens FILE        gets one JSON object a person, with a device token: keep it secret`;

/** Creates accounts with one signed-in device each. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      generate: { type: "string" },
      conversations: { type: "string", default: "0" },
      group: { type: "string", default: "0" },
      messages: { type: "string", default: "0" },
      data: { type: "string", default: "./data" },
      tokens: { type: "string" },
    },
  });
  const [file] = positionals;
  if (!values.tokens || (!values.generate && !file))
    throw new UsageError("a list of people, or --generate, and --tokens are needed");
  const database = process.env.FEILIAO_DATABASE || null;
  const messages = Number(values.messages);
  if (database && messages > 0) throw new UsageError("--messages fills the embedded database only");
  const people = file ? readPeople(file) : generatedPeople(Number(values.generate));

  const path = join(values.data, "feiliao.sqlite");
  mkdirSync(values.data, { recursive: true, mode: 0o700 });
  const logger = jsonLogger(systemClock);
  const store = await openStore(database, { path, clock: systemClock, random: systemRandom, logger });
  const bus = inProcessBus();
  const doubts = new Doubts(bus, systemClock);
  const outbox = new OutboxWorker({
    ...{ store, doubts },
    log: new ConversationLog(store.conversations, bus, doubts),
    clock: systemClock,
    random: systemRandom,
    logger,
    sms: { perform: async () => {} }, // an import sends none
  });
  const now = systemClock.now();
  let imported: ImportedPerson[];
  try {
    imported = await importPeople(store, people, now);
    await openNeighbours(store, imported, Math.floor(Number(values.conversations) / 2), now);
    if (Number(values.group) > 0) await formGroup(store, imported.slice(0, Number(values.group)), now);
    await outbox.settle();
  } finally {
    await outbox.close();
    await store.close();
  }
  const added = messages > 0 ? await fillHistory(path, smallTalk(imported, messages, now)) : 0;
  writeFileSync(values.tokens, imported.map((person) => `${JSON.stringify(person)}\n`).join(""), {
    mode: 0o600,
  });
  console.log(`${imported.length} accounts created${added ? `, with ${added} messages` : ""}`);
}
