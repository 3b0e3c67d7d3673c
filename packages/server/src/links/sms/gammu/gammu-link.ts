import { sign, units } from "@feiliao/sms/text";
import { type Clock, repeat } from "../../../platform/clock.ts";
import { describeFailure, type Logger } from "../../../platform/logger.ts";
import type { Random } from "../../../platform/random.ts";
import { toE164 } from "../e164.ts";
import { LinkListeners } from "../link-listeners.ts";
import type {
  IncomingListener,
  ReportListener,
  Sms,
  SmsCapabilities,
  SmsLink,
  SmsLinkState,
  SmsOutcome,
} from "../sms-link.ts";
import { Spool, type SpoolFolders } from "./spool.ts";
import { groupInbox, type InboxFile, outboxName, readInboxName } from "./spool-names.ts";
import { decodeSpoolText, encodeSpoolText } from "./spool-text.ts";

export interface GammuLinkOptions {
  id: string;
  capabilities: SmsCapabilities;
  folders: SpoolFolders;
  clock: Clock;
  random: Random;
  logger: Logger;
  /** How long the daemon may take for one SMS, in milliseconds. */
  answer_ms?: number;
  /** How often the folders are looked at. */
  poll_interval_ms?: number;
}

interface Waiting {
  /** More than one makes a failure uncertain: some parts may have gone out. */
  parts: number;
  resolve(outcome: SmsOutcome): void;
  expiry: unknown;
}

const POLL_INTERVAL_MS = 500;
/** A modem takes some seconds for each part, and SMS wait for each other. */
const ANSWER_MS = 120_000;
const CLOSE_MS_MAX = 5_000;
const ID_BYTES = 8;
const E164 = /^\+\d{6,15}$/;

/**
 * A SIM card in a USB modem, through gammu-smsd's files service. SMS are texts in folders: what the daemon has sent or
 * could not send it moves, and what handsets wrote it puts into the inbox, parts of long SMS together. The daemon tells
 * nothing of delivery that names the SMS, so there are no reports.
 */
export class GammuLink implements SmsLink {
  readonly id: string;
  readonly capabilities: SmsCapabilities;
  readonly #options: GammuLinkOptions;
  readonly #spool: Spool;
  readonly #listeners = new LinkListeners("connecting");
  readonly #waiting = new Map<string, Waiting>();
  readonly #stop: () => void;
  #serial = 0;

  constructor(options: GammuLinkOptions) {
    this.id = options.id;
    this.capabilities = options.capabilities;
    this.#options = options;
    this.#spool = new Spool(options.folders);
    const { clock, logger, poll_interval_ms = POLL_INTERVAL_MS } = options;
    this.#stop = repeat(clock, logger, poll_interval_ms, () => this.#poll());
  }

  get state(): SmsLinkState {
    return this.#listeners.state;
  }

  async send({ to, text }: Sms): Promise<SmsOutcome> {
    if (this.state === "closed") return { outcome: "refused", refusal: "closed", code: "local:closed" };
    if (!E164.test(to)) return { outcome: "refused", refusal: "bad_request", code: "local:number" };
    const { clock, random, answer_ms = ANSWER_MS } = this.#options;
    const { signature, gsm7 } = this.capabilities;
    const id = Buffer.from(random.bytes(ID_BYTES)).toString("hex");
    const name = outboxName(to, id, this.#serial++, clock.now());
    const content = signature === null ? text : sign(signature, text);
    const { promise, resolve } = Promise.withResolvers<SmsOutcome>();
    const expiry = clock.setTimeout(() => void this.#giveUp(name), answer_ms);
    this.#waiting.set(name, { parts: units(content, { gsm7 }), resolve, expiry });
    try {
      await this.#spool.put(name, encodeSpoolText(content));
    } catch (failure) {
      this.#options.logger.error("an SMS could not be put into the outbox of gammu-smsd", {
        link: this.id,
        error: describeFailure(failure),
      });
      this.#settle(name, { outcome: "refused", refusal: "closed", code: "local:outbox" });
    }
    return promise;
  }

  onState(listener: (state: SmsLinkState) => void): () => void {
    return this.#listeners.onState(listener);
  }

  onReport(listener: ReportListener): () => void {
    return this.#listeners.onReport(listener);
  }

  onIncoming(listener: IncomingListener): () => void {
    return this.#listeners.onIncoming(listener);
  }

  async close(): Promise<void> {
    if (this.state === "closed") return;
    this.#listeners.become("closed");
    const { clock } = this.#options;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = clock.setTimeout(resolve, CLOSE_MS_MAX);
    const idle = async () => {
      while (this.#waiting.size > 0)
        await new Promise<void>((next) => clock.setTimeout(next, POLL_INTERVAL_MS));
    };
    await Promise.race([idle(), late]);
    clock.clearTimeout(timer);
    this.#stop();
    await Promise.all([...this.#waiting.keys()].map((name) => this.#giveUp(name)));
  }

  async #poll(): Promise<void> {
    if (!(await this.#spool.usable())) {
      this.#listeners.become("down");
      return;
    }
    this.#listeners.become("up");
    await this.#look();
    if (this.state === "closed") return;
    const files = (await this.#spool.arrived()).map(readInboxName).filter((file) => file !== null);
    for (const group of groupInbox(files)) await this.#handOn(group);
  }

  /** What has become of the SMS that wait. */
  async #look(): Promise<void> {
    for (const { name, outcome } of await this.#spool.done(this.#waiting.keys())) {
      const waiting = this.#waiting.get(name);
      if (!waiting) continue;
      if (outcome === "sent") {
        this.#settle(name, { outcome: "accepted", carrier_message_ids: [idIn(name)] });
      } else if (waiting.parts > 1) {
        this.#settle(name, { outcome: "unknown", carrier_message_ids: [] });
      } else {
        this.#settle(name, { outcome: "refused", refusal: "unspecified", code: "gammu:error" });
      }
    }
  }

  /** Nobody knows whether the daemon has begun with it; taken out of the outbox, it is not sent later. */
  async #giveUp(name: string): Promise<void> {
    try {
      await this.#spool.takeBack(name);
      await this.#look();
    } catch (failure) {
      this.#options.logger.error("the spool of gammu-smsd is out of reach", {
        link: this.id,
        error: describeFailure(failure),
      });
    }
    this.#settle(name, { outcome: "unknown", carrier_message_ids: [] });
  }

  #settle(name: string, outcome: SmsOutcome): void {
    const waiting = this.#waiting.get(name);
    if (!waiting) return;
    this.#waiting.delete(name);
    this.#options.clock.clearTimeout(waiting.expiry);
    waiting.resolve(outcome);
  }

  /** What the listener does not take stays in the inbox. */
  async #handOn(files: readonly InboxFile[]): Promise<void> {
    const [first] = files;
    const from = toE164(first!.from, { mainland: true });
    if (from) {
      const texts = await Promise.all(
        files.map(async ({ name }) => decodeSpoolText(await this.#spool.read(name))),
      );
      const taken = await this.#listeners
        .incoming({
          ...{ carrier_message_id: first!.name, from, to: this.capabilities.number ?? "" },
          ...{ text: texts.join(""), incomplete: first!.part > 0, at: first!.at },
        })
        .then(
          () => true,
          () => false,
        );
      if (!taken) return;
    }
    for (const { name } of files) await this.#spool.forget(name);
  }
}

function idIn(name: string): string {
  return name.replace(/^.*_/, "").replace(/\.txt$/, "");
}
