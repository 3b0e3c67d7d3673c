import { type Clock, systemClock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import { type Random, systemRandom } from "../../platform/random.ts";
import { startWorker } from "../../platform/worker.ts";
import type { Store } from "../store.ts";
import { AccountRows } from "./account-rows.ts";
import { sqliteAccounts } from "./accounts.ts";
import { ConversationStates } from "./conversation-state.ts";
import { sqliteConversations } from "./conversations.ts";
import { DeviceRows } from "./device-rows.ts";
import { Directory } from "./directory.ts";
import { EntryPages } from "./entry-pages.ts";
import { Erasing } from "./erasing.ts";
import { sqliteExpectedSms } from "./expected-sms.ts";
import { Expiry } from "./expiry.ts";
import { sqliteFeed } from "./feed.ts";
import { InfoRows } from "./info-rows.ts";
import { InviteLinks } from "./invite-links.ts";
import { sqliteLimits } from "./limits.ts";
import { sqliteLinkLeases } from "./link-leases.ts";
import { sqliteLinks } from "./links.ts";
import { Compactor, WAL_LIMITS, type WalLimits } from "./log/compactor.ts";
import { EntryLog, type StageLimits } from "./log/entry-log.ts";
import { KeyHash } from "./log/entry-row.ts";
import { Erasures } from "./log/erasures.ts";
import { KeyFilter } from "./log/key-filter.ts";
import { KeyFilterBuild } from "./log/key-filter-build.ts";
import { type Merger, threadMerger } from "./log/merger.ts";
import { Traces } from "./log/traces.ts";
import { WriteAheadLog } from "./log/wal.ts";
import { LogEpoch } from "./log-epoch.ts";
import { MediaRows, sqliteMedia } from "./media.ts";
import { MemberRows } from "./member-rows.ts";
import type { StorePaths } from "./open-database.ts";
import { OutboxRows, sqliteOutbox } from "./outbox.ts";
import { sqlitePartialSms } from "./partial-sms.ts";
import { PasskeyRows, sqlitePasskeys } from "./passkeys.ts";
import { sqliteScheduled } from "./scheduled.ts";
import { SignIns } from "./sign-in.ts";
import { sqliteSms } from "./sms/sms.ts";
import { openFiles, openMemory } from "./storage.ts";
import { sqliteTalks, TalkRows } from "./talks.ts";
import { sqliteVerifications } from "./verifications.ts";
import { SqliteWriter } from "./writer.ts";

export interface SqliteStore extends Store {
  /** Resolves when everything that was stored before is in the history, not in the stage. */
  settle(): Promise<void>;
}

export interface SqliteOptions {
  clock?: Clock;
  random?: Random;
  limits?: Partial<StageLimits>;
  wal_limits?: WalLimits;
  /** Who writes the history; by default a thread of its own. */
  startMerger?: (paths: StorePaths) => Merger;
}

export const LIMITS: StageLimits = {
  merge_rows: 65_536,
  merge_bytes: 16 * 1024 * 1024,
  rows_max: 262_144,
  bytes_max: 64 * 1024 * 1024,
};
/** In memory nothing is gained by a large stage: small ones keep the paths of staged and merged entries in use. */
const MEMORY_LIMITS: StageLimits = { ...LIMITS, merge_rows: 64 };
const QUIET_MS = 1_000;

/**
 * The embedded store: `feiliao.sqlite` with `history.sqlite` and a lock beside it, or ":memory:" for a server
 * that is to forget.
 */
export function sqliteStore(path: string, logger: Logger, options: SqliteOptions = {}): SqliteStore {
  const { clock = systemClock, random = systemRandom } = options;
  const startMerger = options.startMerger ?? ((paths: StorePaths) => threadMerger(paths, startWorker));
  const isInMemory = path === ":memory:";
  const storage = isInMemory ? openMemory(random) : openFiles(path, random, startMerger);
  const { live, stage, history, merger } = storage;
  const limits = { ...(isInMemory ? MEMORY_LIMITS : LIMITS), ...options.limits };
  const filter = new KeyFilter();
  const erasures = new Erasures(live);
  const log = new EntryLog(stage, history, new KeyHash(storage.key_seed), filter, erasures, limits);
  const directory = new Directory(live);
  const epoch = new LogEpoch(live);
  const members = new MemberRows(live);
  const states = new ConversationStates(live, directory, epoch, log, members);
  const writer = new SqliteWriter(live, logger, {
    committing: () => members.flush(),
    committed() {
      log.commit();
      traces.commit();
      compactor.committed();
    },
    rolledBack() {
      log.rollback();
      traces.rollback();
      members.rollback();
      states.clear();
      directory.clear();
    },
  });
  const wal = new WriteAheadLog(live);
  const traces = new Traces({ live, writer: () => writer, wal, history, merger });
  const compactor = new Compactor({
    ...{ log, erasures, traces, wal, stage, history, writer, merger, clock, logger },
    wal_limits: options.wal_limits ?? WAL_LIMITS,
    quiet_ms: isInMemory ? null : QUIET_MS,
  });
  const filterBuild = new KeyFilterBuild({ filter, history, merger, clock, logger });
  const accounts = new AccountRows(live);
  const devices = new DeviceRows(live);
  const passkeys = new PasskeyRows(live);
  const signIns = new SignIns({ accounts, devices, passkeys });
  const pages = new EntryPages(live, directory, log);
  const media = new MediaRows(live);
  const talks = new TalkRows(live);
  const infos = new InfoRows(live);
  const erasing = new Erasing({ log, media, talks, traces });
  const parts = {
    ...{ accounts, devices, passkeys, signIns },
    ...{ database: live, directory, epoch, erasing, infos, log, media, members, pages, states, talks },
    expiry: new Expiry({ database: live, states, pages, erasing, infos, talks }),
    links: new InviteLinks(live),
    outbox: new OutboxRows(live, () => writer),
  };
  return {
    accounts: sqliteAccounts(parts, writer),
    conversations: sqliteConversations(parts, writer),
    feed: sqliteFeed(live, log, parts.pages),
    partialSms: sqlitePartialSms(live, writer),
    limits: sqliteLimits(live, writer),
    linkLeases: sqliteLinkLeases(live, writer),
    expectedSms: sqliteExpectedSms(live, writer),
    links: sqliteLinks(live, signIns, parts.outbox, writer),
    media: sqliteMedia(parts, writer),
    outbox: sqliteOutbox(live, parts.outbox, writer),
    passkeys: sqlitePasskeys(parts, writer),
    scheduled: sqliteScheduled(parts, writer),
    sms: sqliteSms(live, writer),
    talks: sqliteTalks(parts.talks, writer),
    verifications: sqliteVerifications(live, parts.outbox, writer),
    epoch: () => epoch.current,
    bumpEpoch: () =>
      writer.write(() => {
        states.clear();
        return epoch.bump();
      }),
    healthy: () => !writer.broken,
    async settle() {
      writer.flush();
      await compactor.settle();
    },
    async close() {
      writer.flush();
      await filterBuild.close();
      await compactor.close();
      writer.flush();
      storage.close();
    },
  };
}
