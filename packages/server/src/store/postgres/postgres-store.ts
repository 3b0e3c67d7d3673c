import { type Clock, systemClock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import { type Random, systemRandom } from "../../platform/random.ts";
import type { Store } from "../store.ts";
import { postgresAccounts } from "./accounts.ts";
import { ConversationWriter } from "./conversation-writer.ts";
import { postgresConversations } from "./conversations.ts";
import { Database } from "./database.ts";
import { requireDurability } from "./durability.ts";
import { postgresExpectedSms } from "./expected-sms.ts";
import { openingFailure } from "./failures.ts";
import { postgresFeed } from "./feed.ts";
import { postgresLimits } from "./limits.ts";
import { postgresLinkLeases } from "./link-leases.ts";
import { postgresLinks } from "./links.ts";
import { LogEpoch } from "./log-epoch.ts";
import { postgresMedia } from "./media.ts";
import { migrate } from "./migrate.ts";
import { OutboxRows, postgresOutbox } from "./outbox.ts";
import { postgresPartialSms } from "./partial-sms.ts";
import { postgresPasskeys } from "./passkeys.ts";
import { postgresScheduled } from "./scheduled.ts";
import { postgresSms } from "./sms/sms.ts";
import { postgresTalks } from "./talks.ts";
import { postgresVerifications } from "./verifications.ts";

export interface PostgresOptions {
  clock?: Clock;
  random?: Random;
  /** Connections this node holds at most. */
  connections_max?: number;
}

/** Enough for two commits under way and the reads beside them; more only queue on the server's processors. */
const CONNECTIONS_MAX = 10;

/**
 * The store on a PostgreSQL primary that any number of nodes use at the same time. Nothing that decides is kept
 * in this process: every write reads its facts under a lock.
 *
 * @throws {Error} saying what is wrong with the URL: the server cannot be reached, does not let us in, or would
 * not keep what it acknowledged
 */
export async function postgresStore(
  url: string,
  logger: Logger,
  { clock = systemClock, random = systemRandom, connections_max = CONNECTIONS_MAX }: PostgresOptions = {},
): Promise<Store> {
  const database = new Database(url, { clock, logger, random, connections_max });
  try {
    await requireDurability(database);
    await migrate(database);
    return storeOn(database, await LogEpoch.read(database));
  } catch (failure) {
    await database.close();
    throw openingFailure(failure);
  }
}

function storeOn(database: Database, epoch: LogEpoch): Store {
  const outbox = new OutboxRows();
  const writer = new ConversationWriter(database, outbox);
  return {
    accounts: postgresAccounts(database, outbox),
    conversations: postgresConversations(database, outbox, writer, epoch),
    feed: postgresFeed(database),
    partialSms: postgresPartialSms(database),
    limits: postgresLimits(database),
    linkLeases: postgresLinkLeases(database),
    expectedSms: postgresExpectedSms(database),
    links: postgresLinks(database, outbox),
    media: postgresMedia(database),
    outbox: postgresOutbox(database, outbox),
    passkeys: postgresPasskeys(database),
    scheduled: postgresScheduled(database),
    sms: postgresSms(database),
    talks: postgresTalks(database),
    verifications: postgresVerifications(database, outbox),
    epoch: () => epoch.current,
    bumpEpoch: () => epoch.bump(),
    healthy: () => database.available,
    async close() {
      await writer.close();
      await database.close();
    },
  };
}
