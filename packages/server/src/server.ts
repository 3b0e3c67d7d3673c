import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CodeDefences } from "./accounts/codes/code-defences.ts";
import { codePrice, numberToWriteTo } from "./accounts/codes/code-route.ts";
import { CodeTally } from "./accounts/codes/code-tally.ts";
import { ProofOfWork } from "./accounts/codes/proof-of-work.ts";
import { eraseWhenDue } from "./accounts/erasures.ts";
import { Linking } from "./accounts/linking.ts";
import { OwnerProofs } from "./accounts/owner-proofs.ts";
import { Passkeys } from "./accounts/passkeys/passkeys.ts";
import { relyingParty } from "./accounts/passkeys/relying-party.ts";
import { Revocations } from "./accounts/revocations.ts";
import { SignUpBySms } from "./accounts/sign-up-by-sms.ts";
import { UsesInMemory, UsesInStore } from "./accounts/ticket-uses.ts";
import { Tickets } from "./accounts/tokens.ts";
import { Verification } from "./accounts/verification.ts";
import { noteVisits } from "./accounts/visits.ts";
import type { Blobs } from "./blobs/blobs.ts";
import { openBlobs } from "./blobs/open-blobs.ts";
import type { Bus } from "./bus/bus.ts";
import { connectsNodes, openBus } from "./bus/open-bus.ts";
import { OperatorAccess } from "./console/operator-access.ts";
import { OperatorGateway } from "./console/operator-gateway.ts";
import { operatorReport } from "./console/report.ts";
import { CatchUp } from "./conversation/catch-up.ts";
import { ConversationLog } from "./conversation/conversation-log.ts";
import { sweepExpired } from "./conversation/expirations.ts";
import { Doubts } from "./delivery/doubts.ts";
import { FanOut } from "./delivery/fan-out.ts";
import { GapRecovery } from "./delivery/gap-recovery.ts";
import { OutboxWorker } from "./delivery/outbox-worker.ts";
import { Receivers } from "./delivery/receivers.ts";
import { CallerLimits } from "./gateway/caller-limits.ts";
import { Dispatch } from "./gateway/dispatch.ts";
import { HttpGateway } from "./gateway/http.ts";
import { type Listener, type ListenerParts, listen } from "./gateway/listen.ts";
import { ShareGateway } from "./gateway/share-gateway.ts";
import { SocketGateway } from "./gateway/socket.ts";
import { StaticFiles } from "./gateway/static-files.ts";
import { readCarriersFile, secretsOf } from "./links/sms/carriers-file/carriers-file.ts";
import { type LinkParts, linkDefinitions } from "./links/sms/carriers-file/link-definition.ts";
import type { LinkDefinition } from "./links/sms/link-pool.ts";
import { NodeLinkPool } from "./links/sms/pool/node-link-pool.ts";
import {
  Simulator,
  simulatorLinks,
  simulatorPolicy,
  simulatorRoutes,
  WireCarriers,
} from "./links/sms/simulator/index.ts";
import { SIMULATOR_LINK_ID, simulatorLink } from "./links/sms/simulator-link.ts";
import { Downloads } from "./media/downloads.ts";
import { Uploads } from "./media/uploads.ts";
import { handlers } from "./operations/handlers.ts";
import { type Clock, repeat, systemClock } from "./platform/clock.ts";
import { type Config, withSetting } from "./platform/config.ts";
import { jsonLogger, type Logger } from "./platform/logger.ts";
import { type Random, systemRandom } from "./platform/random.ts";
import { loadSecret, readSecretFile, type Secret } from "./platform/secret.ts";
import { PRODUCT_VERSION } from "./platform/version.ts";
import { type Outside, publicInternet } from "./preview/outside.ts";
import { Previews } from "./preview/previews.ts";
import { ScheduledMessages } from "./scheduled/scheduled-messages.ts";
import { Indexer } from "./search/indexer.ts";
import { openIndex } from "./search/open-index.ts";
import { Search } from "./search/search.ts";
import type { SearchIndex } from "./search/search-index.ts";
import { sqliteIndex } from "./search/sqlite/sqlite-index.ts";
import { TERMS_VERSION } from "./search/terms.ts";
import type { SmsLimits } from "./sms/budgets.ts";
import { Sms } from "./sms/sms.ts";
import { openStore } from "./store/open-store.ts";
import type { Store } from "./store/store.ts";
import { Listening } from "./talk/listening.ts";
import { Talks } from "./talk/talks.ts";

/** What a test or a deployment may put in place of the defaults. */
export interface Overrides {
  clock?: Clock;
  random?: Random;
  logger?: Logger;
  secret?: Secret;
  store?: Store;
  bus?: Bus;
  blobs?: Blobs;
  /** Default: the one that belongs to the store; in memory when the store is not the default. */
  index?: SearchIndex;
  /** Links to carriers that come before those of the configuration and of the box. */
  links?: readonly LinkDefinition[];
  /** Where previews of links are fetched from. */
  outside?: Outside;
  /** Entries in one answer to sync/pull. */
  pull_entries_max?: number;
  /** Serves without a port, so that clients of the same process can reach it. */
  listen?: (parts: ListenerParts) => Listener;
  /** Folder of the built web app. */
  web_folder?: string;
}

export interface Server {
  readonly port: number;
  /** Where a browser on this machine finds it. */
  readonly url: string;
  readonly store: Store;
  /** Tells clients when to come back, ends what is under way and closes the store. */
  close(): Promise<void>;
}

const WEB_FOLDER = join(import.meta.dir, "../../web/dist");

/** The only wiring: every part is made here and given the few others it uses. */
export async function createServer(config: Config, overrides: Overrides = {}): Promise<Server> {
  const clock = overrides.clock ?? systemClock;
  const random = overrides.random ?? systemRandom;
  const logger = overrides.logger ?? jsonLogger(clock);
  mkdirSync(config.data_folder, { recursive: true, mode: 0o700 });
  const inData = (name: string) => join(config.data_folder, name);
  const secret = overrides.secret ?? (await openSecret(config, random));
  const store =
    overrides.store ??
    (await openStore(config.database, { path: inData("feiliao.sqlite"), clock, random, logger }));
  const openSearchIndex = async () =>
    overrides.store
      ? sqliteIndex(":memory:")
      : await openIndex(config.database, { path: inData("search.sqlite"), clock, random, logger });
  const blobs = overrides.blobs ?? (await openBlobs(config.blobs, inData("blobs"), logger));
  const bus = overrides.bus ?? (await openBus(config.bus, { secret, clock, random, logger }));
  const alone = overrides.bus === undefined && !connectsNodes(config.bus);

  const policy = simulatorPolicy({
    host: config.host,
    sms: config.carriers,
    public_url: config.public_url,
    setting: config.simulator,
  });
  if (policy.on && policy.warning) logger.warn(policy.warning, { setting: "FEILIAO_SIMULATOR" });
  const simulator = policy.on
    ? new Simulator({ path: config.handsets ?? inData("handsets.sqlite"), clock, random })
    : null;
  // A server that is reached within its process has no use for ports, and sockets do not wait for a clock of its own.
  const ports = overrides.listen || overrides.clock ? null : config.simulator_ports;
  const wire =
    simulator && ports ? await WireCarriers.open({ carriers: simulator.carriers, random, ports }) : null;
  const linkParts = { partialSms: store.partialSms, clock, random, logger };
  const pool = new NodeLinkPool({
    definitions: [
      ...(overrides.links ?? []),
      ...(await carrierLinks(config, linkParts)),
      ...(simulator ? simulatorDefinitions(simulator, wire, linkParts) : []),
    ],
    leases: store.linkLeases,
    node_id: Buffer.from(random.bytes(NODE_ID_BYTES)).toString("hex"),
    ...{ alone, clock, logger },
  });

  const receivers = new Receivers();
  const doubts = new Doubts(bus, clock);
  const log = new ConversationLog(store.conversations, bus, doubts);
  const gapRecovery = new GapRecovery(bus, receivers, clock);
  const fanOut = new FanOut(bus, receivers, store.conversations, gapRecovery, logger);
  const revocations = new Revocations({ accounts: store.accounts, bus, receivers, clock, logger });
  const talks = new Talks({ store, log, blobs, bus, clock, random, logger });
  const listening = new Listening({ bus, receivers, talks, clock, logger });
  const index = overrides.index ?? (await openSearchIndex());
  const indexer = new Indexer({
    ...{ index, feed: store.feed, bus, clock, logger },
    version: () => `${store.epoch()}.${TERMS_VERSION}`,
  });
  const search = new Search({ index, indexer, store });
  const can_send = pool.links.length > 0;
  const tally = new CodeTally();
  const defences = new CodeDefences({
    ...{ store, clock, logger, tally },
    proofOfWork: new ProofOfWork(secret, random),
    limits: { per_minute_max: config.codes_per_minute_max, day_fen_max: config.codes_day_fen_max },
    countries: config.countries,
    virtual_operators: config.virtual_operators,
    priceOf: (number) => codePrice(pool, number),
  });
  const verification = new Verification({ store, bus, secret, clock, random, can_send, defences, tally });
  const signUpBySms = new SignUpBySms({
    ...{ store, verification, defences, clock, random },
    ownNumberFor: (number) => numberToWriteTo(pool, number),
  });
  const rp = relyingParty(config.public_url, config.origins);
  const passkeys = new Passkeys({ store, bus, secret, clock, random, rp });
  const ownerProofs = new OwnerProofs({ store, verification, passkeys, clock });
  const linking = new Linking({ store, bus, secret, clock, random, log });
  const host = config.public_url && new URL(config.public_url).hostname;
  const own_url = () => config.public_url ?? `http://localhost:${listener.port}`;
  const sms = new Sms({
    ...{ store, log, bus, doubts, receivers, pool, verification, host, clock, random, logger },
    signUp: signUpBySms,
    limits: smsLimits(config),
    url: own_url,
  });
  // Of the nodes on the same handsets, only the one that holds the links is called by the carriers.
  simulator?.onIncoming((incoming) => sms.take(SIMULATOR_LINK_ID, incoming));
  const outbox = new OutboxWorker({ store, log, doubts, clock, random, logger, sms });
  const scheduled = new ScheduledMessages({ store, log, doubts, clock, logger });
  const uses = alone ? new UsesInMemory(clock) : new UsesInStore(clock, store.limits);
  const tickets = new Tickets({ accounts: store.accounts, uses, secret, clock, random });
  const uploads = new Uploads(store.media, blobs, random);
  const previews = new Previews({
    outside: config.previews ? (overrides.outside ?? publicInternet) : null,
    blobs,
    media: store.media,
    secret,
    clock,
  });
  const catchUp = new CatchUp(store, secret, overrides.pull_entries_max);
  const limits = new CallerLimits(clock, config.frames_per_s_max);
  const services = {
    bus,
    catchUp,
    clock,
    doubts,
    linking,
    listening,
    log,
    logger,
    ownerProofs,
    passkeys,
    previews,
    random,
    receivers,
    search,
    secret,
    signUpBySms,
    sms,
    store,
    talks,
    tickets,
    uploads,
    uploads_total_bytes_max: config.uploads_total_mb * MIB || Number.POSITIVE_INFINITY,
    verification,
  };
  const dispatch = new Dispatch(handlers(services), limits, logger);
  const stopVisits = noteVisits(receivers, store.accounts, clock, logger);
  const stopErasing = eraseWhenDue(store.accounts, clock, logger);
  const stopExpiring = sweepExpired({
    ...{ log, clock, logger },
    erased: (conversation_id, seq) => indexer.revise(conversation_id, seq),
  });
  const stopSweeping = repeat(clock, logger, SWEEP_INTERVAL_MS, () =>
    blobs.sweep(clock.now() - UPLOAD_LIFETIME_MS),
  );

  const own = config.public_url ? [new URL(config.public_url).origin] : [];
  const origins = [...own, ...config.origins];
  const about = { name: "feiliao", version: PRODUCT_VERSION, simulator: simulator !== null, passkeys: rp.id };
  const secure = config.public_url?.startsWith("https:") ?? false;
  const operator = new OperatorGateway({
    ...{ store, clock },
    access: new OperatorAccess({
      ...{ token: config.operator_token, secret, limits: store.limits, clock },
      secure,
    }),
    report: () =>
      operatorReport({
        ...{ store, pool, tally, clock, codes_day_fen_max: config.codes_day_fen_max },
        limits: { day_fen_max: config.sms_day_fen_max, month_fen_max: config.sms_month_fen_max },
      }),
  });
  const downloads = new Downloads(store, blobs, talks);
  const { accounts } = store;
  const listener: Listener = (overrides.listen ?? listen)({
    config,
    receivers,
    origins,
    logger,
    sockets: new SocketGateway({ dispatch, tickets, receivers, revocations, clock, limits, random }),
    router: {
      http: new HttpGateway({
        dispatch,
        accounts,
        uploads,
        downloads,
        limits,
        clock,
        logger,
        origins,
        about,
      }),
      files: new StaticFiles(overrides.web_folder ?? WEB_FOLDER),
      shares: new ShareGateway({ store, shares: sms.shares, blobs, limits, secure }),
      webhooks: (request, path, address) => pool.respond(request, path, address),
      phones:
        simulator && policy.on
          ? simulatorRoutes({ carriers: simulator.carriers, wire, guard: policy.guard })
          : null,
      operator: (request, path, source) => operator.respond(request, path, source),
      healthy: () => store.healthy(),
    },
  });

  return {
    port: listener.port,
    url: own_url(),
    store,
    async close() {
      stopVisits();
      stopErasing();
      stopExpiring();
      stopSweeping();
      linking.close();
      signUpBySms.close();
      await listener.close();
      await talks.close();
      await indexer.close();
      await index.close();
      await outbox.close();
      await sms.close();
      await pool.close();
      await scheduled.close();
      doubts.close();
      fanOut.close();
      gapRecovery.close();
      revocations.close();
      listening.close();
      await wire?.close();
      await simulator?.close();
      await bus.close();
      await blobs.close();
      await store.close();
    },
  };
}

async function openSecret({ secret_file, data_folder }: Config, random: Random): Promise<Secret> {
  if (!secret_file) return loadSecret(join(data_folder, "secret"), random);
  return withSetting("FEILIAO_SECRET_FILE", () => readSecretFile(secret_file));
}

async function carrierLinks(
  { carriers, public_url }: Config,
  parts: Omit<LinkParts, "public_url" | "readSecret">,
): Promise<LinkDefinition[]> {
  if (carriers === null) return [];
  const readSecret = secretsOf(carriers, process.env);
  return withSetting("FEILIAO_CARRIERS", () =>
    linkDefinitions(readCarriersFile(carriers), { ...parts, public_url, readSecret }),
  );
}

/** The carriers in the box are dialled like any others, where they listen. */
function simulatorDefinitions(
  simulator: Simulator,
  wire: WireCarriers | null,
  parts: Pick<LinkParts, "partialSms" | "clock" | "random">,
): LinkDefinition[] {
  return wire ? simulatorLinks({ carriers: simulator.carriers, wire, ...parts }) : [simulatorLink(simulator)];
}

function smsLimits(config: Config): SmsLimits {
  return {
    person_day_units_max: config.sms_person_day_units_max,
    person_month_units_max: config.sms_person_month_units_max,
    day_fen_max: config.sms_day_fen_max,
    month_fen_max: config.sms_month_fen_max,
  };
}

const NODE_ID_BYTES = 8;
const MIB = 1024 * 1024;
const SWEEP_INTERVAL_MS = 3_600_000;
/** An upload that nobody went on with for this long is forgotten. */
const UPLOAD_LIFETIME_MS = 24 * 3_600_000;
