import type { ConversationId } from "@feiliao/protocol";
import { Device, type DeviceOptions, signUp, until } from "@feiliao/testkit";
import type { Report } from "../audit/audit.ts";
import { auditRun, type Source } from "../audit/audit-run.ts";
import type { Finding } from "../audit/finding.ts";
import { EMPTY_HISTORY, type History } from "../audit/history.ts";
import type { Readable } from "../audit/read-final-state.ts";
import { App } from "./app.ts";
import { Follower, type FollowerOptions } from "./follower.ts";
import { type Imported, importPeople } from "./people.ts";
import { Sender, type SenderOptions } from "./sender.ts";

export interface TownOptions extends SenderOptions, DeviceOptions, FollowerOptions {
  senders?: number;
  conversations?: number;
  /** Second devices that speak the bare protocol and only receive. */
  followers?: number;
  /** Second devices that run the SDK and only receive. */
  apps?: number;
}

/** Generous, since the machine may be busy: the contract's own limit is five seconds (D9). */
const SETTLE_MS = 30_000;
/** So many messages of each are more than what was under way. */
const FLOW_EACH = 4;

/**
 * The workload that faults share: people who write to each other without pause from one device, and some who
 * have a second one that must get everything.
 */
export class Town {
  readonly people: Imported[];
  readonly senders: Sender[];
  readonly followers: Follower[] = [];
  readonly apps: App[] = [];
  #writing: Promise<unknown> = Promise.resolve();
  readonly #following: Promise<void>[] = [];
  readonly #options: TownOptions;

  private constructor(people: Imported[], senders: Sender[], options: TownOptions) {
    this.people = people;
    this.senders = senders;
    this.#options = options;
  }

  /** Fills a data folder, before its server starts. */
  static settle(folder: string, { senders = 20, conversations = 10 }: TownOptions = {}): Promise<Imported[]> {
    return importPeople(folder, { people: senders, conversations });
  }

  /** Everybody connects; nobody writes yet. */
  static async arrive(url: string, people: Imported[], options: TownOptions = {}): Promise<Town> {
    const { followers = 4, apps = 2 } = options;
    const senders = people.map(
      (person) => new Sender(new Device(url, person, options), Object.values(person.conversations), options),
    );
    const town = new Town(people, senders, options);
    for (const { number } of people.slice(0, followers)) {
      const device = new Device(url, await signUp(url, number, "follower"), options);
      const follower = new Follower(device, options);
      town.followers.push(follower);
      town.#following.push(follower.run());
    }
    for (const { number } of people.slice(followers, followers + apps)) {
      town.apps.push(await App.signIn(url, number));
    }
    return town;
  }

  /** One more device of somebody that writes, at a place of its own; before the writing begins. */
  async join(url: string, person: Imported): Promise<Sender> {
    const device = new Device(url, await signUp(url, person.number, "further"), this.#options);
    const sender = new Sender(device, Object.values(person.conversations), this.#options);
    this.senders.push(sender);
    return sender;
  }

  write(): void {
    this.#writing = Promise.all(this.senders.map((sender) => sender.run()));
  }

  get acknowledged(): number {
    return this.senders.reduce((sum, sender) => sum + sender.acknowledged, 0);
  }

  /** Resolves when messages have been acknowledged from here on: the service serves. */
  async flows(): Promise<void> {
    const enough = this.acknowledged + FLOW_EACH * this.senders.length;
    await until("messages to flow", () => this.acknowledged >= enough, SETTLE_MS);
  }

  /** Resolves when every sender has written all it wanted to. */
  async written(): Promise<void> {
    await this.#writing;
  }

  /** Stops the writing, and waits until every device has everything. */
  async comeToRest(): Promise<void> {
    for (const sender of this.senders) sender.stop();
    await this.#writing;
    const ends = await this.#ends();
    await Promise.all([
      ...this.followers.map((follower) => follower.settle(ends, SETTLE_MS)),
      ...this.apps.map((app) => app.settle(ends, SETTLE_MS)),
    ]);
  }

  async leave(): Promise<void> {
    for (const follower of this.followers) follower.stop();
    await Promise.all([...this.#following, ...this.apps.map((app) => app.stop())]);
  }

  /** All that its devices know. */
  async history(): Promise<History> {
    const slices = await Promise.all(this.apps.map((app) => app.slices()));
    return {
      ...EMPTY_HISTORY,
      sends: this.senders.flatMap(({ sends }) => sends),
      reads: this.senders.flatMap(({ reads }) => reads),
      slices: [...this.followers.flatMap((follower) => follower.slices), ...slices.flat()],
      notifications: this.apps.flatMap(({ notifications }) => notifications),
      receipts_seen: this.followers.flatMap(({ receipts_seen }) => receipts_seen),
      receipts_answered: this.followers.flatMap(({ receipts_answered }) => receipts_answered),
    };
  }

  get readables(): Readable[] {
    const readers = new Map<ConversationId, Readable>();
    for (const { account_id, conversations } of this.people) {
      for (const conversation_id of Object.values(conversations)) {
        readers.set(conversation_id, { conversation_id, reader: account_id });
      }
    }
    return [...readers.values()];
  }

  /** Holds all of it against what the stopped service left. */
  async audit(source: Source): Promise<Report> {
    const report = await auditRun(await this.history(), source, this.readables);
    const extra = this.#unexpectedResets();
    return { ...report, count: report.count + extra.length, findings: [...report.findings, ...extra] };
  }

  /** D15: messages that were refused for good. */
  refusals(): Finding[] {
    const sends = this.senders.flatMap((sender) => sender.sends);
    return sends
      .filter(({ outcome }) => outcome.type === "rejected")
      .slice(0, 5)
      .map(({ client_id, outcome }) => ({
        rule: "D15",
        kind: "refused",
        detail: `${client_id}: ${JSON.stringify(outcome)}`,
      }));
  }

  /** Where each log ends now, as its members are told. */
  async #ends(): Promise<Map<ConversationId, number>> {
    const ends = new Map<ConversationId, number>();
    for (const { device } of this.senders) {
      const mine = this.people.find(({ account_id }) => account_id === device.account_id)!;
      for (const conversation_id of Object.values(mine.conversations)) {
        if (ends.has(conversation_id)) continue;
        const { last_seq } = await device.post("conversation/read", { conversation_id, limit: 1 });
        ends.set(conversation_id, last_seq);
      }
    }
    return ends;
  }

  #unexpectedResets() {
    return this.followers.flatMap(({ device, resets }) =>
      resets.slice(0, 1).map((conversation_id) => ({
        rule: "D7" as const,
        kind: "reset without a reason",
        detail: `${device.device_id} in ${conversation_id}, ${resets.length} in all`,
      })),
    );
  }
}
