import type { Logger } from "../../platform/logger.ts";
import type { Store } from "../store.ts";
import { sqliteAccounts } from "./accounts.ts";
import { ConversationStates } from "./conversation-state.ts";
import { sqliteConversations } from "./conversations.ts";
import { Directory } from "./directory.ts";
import { EntryRows } from "./entry-rows.ts";
import { sqliteLimits } from "./limits.ts";
import { LogEpoch } from "./log-epoch.ts";
import { MediaRows, sqliteMedia } from "./media.ts";
import { openDatabase } from "./open-database.ts";
import { OutboxRows, sqliteOutbox } from "./outbox.ts";
import { sqliteTalks, TalkRows } from "./talks.ts";
import { sqliteVerifications } from "./verifications.ts";
import { SqliteWriter } from "./writer.ts";

/** The embedded store: one SQLite file, or ":memory:" for a server that is to forget. */
export function sqliteStore(path: string, logger: Logger): Store {
  const database = openDatabase(path);
  const directory = new Directory(database);
  const epoch = new LogEpoch(database);
  const states = new ConversationStates(database, directory, epoch);
  const writer = new SqliteWriter(database, logger, () => {
    states.clear();
    directory.clear();
  });
  const parts = {
    database,
    directory,
    states,
    entries: new EntryRows(database, directory),
    media: new MediaRows(database),
    outbox: new OutboxRows(database, () => writer),
    talks: new TalkRows(database),
  };
  return {
    accounts: sqliteAccounts(parts, writer),
    conversations: sqliteConversations(parts, writer),
    limits: sqliteLimits(database, writer),
    media: sqliteMedia(parts, writer),
    outbox: sqliteOutbox(database, parts.outbox, writer),
    talks: sqliteTalks(parts.talks, writer),
    verifications: sqliteVerifications(database, parts.outbox, writer),
    epoch: () => epoch.current,
    bumpEpoch: () =>
      writer.write(() => {
        states.clear();
        return epoch.bump();
      }),
    healthy: () => !writer.broken,
    async close() {
      writer.flush();
      database.close();
    },
  };
}
