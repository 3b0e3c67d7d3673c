import type { Clock } from "../../../platform/clock.ts";
import { inBackground } from "../../../platform/failure.ts";
import { describeFailure, type Logger } from "../../../platform/logger.ts";
import type { LinkLeaseStore } from "../../../store/link-lease-store.ts";
import type {
  Candidate,
  LinkDefinition,
  LinkPool,
  LinkStatus,
  LinkTerms,
  Wanted,
  WebhookLink,
} from "../link-pool.ts";
import { candidates } from "../routing/candidates.ts";
import type { NumberRoute } from "../routing/number-route.ts";
import type { DeliveryReport, IncomingSms, Sms, SmsLink, SmsOutcome } from "../sms-link.ts";
import { HeldLink } from "./held-link.ts";
import { LeaseKeeper } from "./lease-keeper.ts";

interface Parts {
  definitions: readonly LinkDefinition[];
  leases: LinkLeaseStore;
  /** This node, differently each time it starts. */
  node_id: string;
  /** No other node uses the store. */
  alone: boolean;
  clock: Clock;
  logger: Logger;
}

type ReportListener = (link_id: string, report: DeliveryReport) => Promise<void>;
type IncomingListener = (link_id: string, sms: IncomingSms) => Promise<void>;

/** A port that is taken, or a folder that is not there, may be mended. */
const OPEN_AGAIN_MS = 10_000;
const WEBHOOK_PATH = /^\/links\/([^/]+)\/(.*)$/;

export class NodeLinkPool implements LinkPool {
  readonly links: readonly LinkTerms[];
  readonly #parts: Parts;
  readonly #definitions: ReadonlyMap<string, LinkDefinition>;
  readonly #keeper: LeaseKeeper;
  /** Links that their carriers call, open on every node. */
  readonly #called = new Map<string, WebhookLink>();
  readonly #held = new Map<string, HeldLink>();
  /** Links that are being opened: they may be lost and gained again before they are. */
  readonly #opening = new Set<string>();
  /** Links that are being closed, so that one that is gained again is not opened before. */
  readonly #closing = new Map<string, Promise<void>>();
  readonly #readyListeners = new Set<(link_id: string) => void>();
  readonly #heldListeners = new Set<(link_id: string, held: boolean) => void>();
  readonly #reportListeners = new Set<ReportListener>();
  readonly #incomingListeners = new Set<IncomingListener>();
  #closed = false;

  constructor(parts: Parts) {
    const { definitions, leases, node_id, alone, clock, logger } = parts;
    this.#parts = parts;
    this.links = definitions.map(({ terms }) => terms);
    this.#definitions = new Map(definitions.map((definition) => [definition.terms.id, definition]));
    for (const definition of definitions) {
      if (!definition.webhooks) continue;
      const link = definition.open();
      this.#called.set(link.id, link);
      this.#listenTo(link);
    }
    this.#keeper = new LeaseKeeper({
      ...{ leases, alone, clock, logger, holder: node_id },
      link_ids: [...this.#definitions.keys()],
      available: (link_id) => this.#held.get(link_id)?.available ?? false,
      gained: (link_id) => inBackground(logger, "opening a link", this.#gained(link_id)),
      lost: (link_id) => inBackground(logger, "closing a link", this.#lost(link_id)),
    });
  }

  terms(link_id: string): LinkTerms | null {
    return this.#definitions.get(link_id)?.terms ?? null;
  }

  candidates(wanted: Wanted, route: NumberRoute): readonly Candidate[] {
    const links = this.links.map(({ id, serves, virtual_operators, templates, capabilities }) => ({
      ...{ id, serves, virtual_operators },
      templates: capabilities.free_text ? null : templates,
      available: this.#available(id),
    }));
    return candidates(wanted, route, links, this.#parts.clock.now());
  }

  held(): readonly string[] {
    return [...this.#held.keys()];
  }

  capacity(link_id: string): number {
    return this.#held.get(link_id)?.capacity() ?? 0;
  }

  async send(link_id: string, sms: Sms, parts: number): Promise<SmsOutcome> {
    const link = this.#held.get(link_id);
    if (!link) return { outcome: "refused", refusal: "closed", code: "local:not_held" };
    return link.send(sms, parts);
  }

  onReady(listener: (link_id: string) => void): () => void {
    this.#readyListeners.add(listener);
    return () => this.#readyListeners.delete(listener);
  }

  onHeld(listener: (link_id: string, held: boolean) => void): () => void {
    this.#heldListeners.add(listener);
    return () => this.#heldListeners.delete(listener);
  }

  onReport(listener: ReportListener): () => void {
    this.#reportListeners.add(listener);
    return () => this.#reportListeners.delete(listener);
  }

  onIncoming(listener: IncomingListener): () => void {
    this.#incomingListeners.add(listener);
    return () => this.#incomingListeners.delete(listener);
  }

  health(): readonly LinkStatus[] {
    return this.links.map((terms) => {
      const link = this.#held.get(terms.id);
      if (link) {
        const { state, breaker } = link;
        return { terms, held_by: "this_node", state, breaker, health: link.health() };
      }
      const other = this.#keeper.other(terms.id);
      const state = other?.available ? "up" : "down";
      return { terms, held_by: other ? "other_node" : "nobody", state, breaker: "closed", health: null };
    });
  }

  async respond(request: Request, path: string, peer_address: string): Promise<Response | null> {
    const [, link_id = "", rest = ""] = WEBHOOK_PATH.exec(path) ?? [];
    return this.#called.get(link_id)?.respond(request, rest, peer_address) ?? null;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const links = [...this.#held.values(), ...this.#called.values()];
    this.#held.clear();
    await Promise.all([...links.map((link) => link.close()), ...this.#closing.values()]);
    await this.#keeper.close();
  }

  /** A link of another node is what that node says; one that nobody is known to hold is being taken by somebody. */
  #available(link_id: string): boolean {
    const held = this.#held.get(link_id);
    if (held) return held.available;
    if (this.#keeper.holds(link_id)) return false;
    return this.#keeper.other(link_id)?.available ?? true;
  }

  async #gained(link_id: string): Promise<void> {
    if (this.#opening.has(link_id) || this.#held.has(link_id)) return;
    this.#opening.add(link_id);
    const called = this.#called.get(link_id);
    const link = called ?? (await this.#opened(link_id));
    this.#opening.delete(link_id);
    if (!link) return;
    if (this.#closed || !this.#keeper.holds(link_id)) {
      if (!called) await link.close();
      return;
    }
    if (!called) this.#listenTo(link);
    const { terms } = this.#definitions.get(link_id)!;
    const ready = () => this.#ready(link_id);
    this.#held.set(link_id, new HeldLink({ terms, link, clock: this.#parts.clock, ready }));
    for (const listener of this.#heldListeners) listener(link_id, true);
    if (link.state === "up") ready();
  }

  /** Null when it could not be opened; it is tried again for as long as this node holds it. */
  async #opened(link_id: string): Promise<SmsLink | null> {
    const { clock, logger } = this.#parts;
    await this.#closing.get(link_id);
    if (this.#closed || !this.#keeper.holds(link_id)) return null;
    try {
      return (await this.#definitions.get(link_id)?.open()) ?? null;
    } catch (failure) {
      logger.error("a link could not be opened", { link: link_id, error: describeFailure(failure) });
      const again = () => inBackground(logger, "opening a link", this.#gained(link_id));
      clock.setTimeout(again, OPEN_AGAIN_MS);
      return null;
    }
  }

  async #lost(link_id: string): Promise<void> {
    const link = this.#held.get(link_id);
    if (!link) return;
    this.#held.delete(link_id);
    for (const listener of this.#heldListeners) listener(link_id, false);
    if (this.#called.has(link_id)) {
      link.letGo();
      return;
    }
    const closed = link.close().finally(() => this.#closing.delete(link_id));
    this.#closing.set(link_id, closed);
    await closed;
  }

  #listenTo(link: SmsLink): void {
    link.onReport((report) => this.#report(link.id, report));
    link.onIncoming((sms) => this.#incoming(link.id, sms));
    link.onState((state) => {
      if (state === "up") this.#ready(link.id);
    });
  }

  #ready(link_id: string): void {
    if (!this.#held.has(link_id)) return;
    for (const listener of this.#readyListeners) listener(link_id);
  }

  async #report(link_id: string, report: DeliveryReport): Promise<void> {
    this.#held.get(link_id)?.reported(report);
    await Promise.all([...this.#reportListeners].map((listener) => listener(link_id, report)));
  }

  /** @throws when nobody listens: the carrier shall keep it. */
  async #incoming(link_id: string, sms: IncomingSms): Promise<void> {
    if (this.#incomingListeners.size === 0) throw new Error("nobody listens for incoming SMS");
    await Promise.all([...this.#incomingListeners].map((listener) => listener(link_id, sms)));
  }
}
