import type { LinkHealth } from "./routing/link-health.ts";
import type { NumberRoute, Served } from "./routing/number-route.ts";
import type {
  DeliveryReport,
  IncomingSms,
  Sms,
  SmsCapabilities,
  SmsLink,
  SmsLinkState,
  SmsOutcome,
} from "./sms-link.ts";

/**
 * The links to carriers, as one node sees them. Every node knows all links and routes to them; a link is open on one
 * node at a time, the one that holds its lease, and only that node sends over it.
 */
export interface LinkPool {
  /** All links, in the order of the configuration. */
  readonly links: readonly LinkTerms[];
  terms(link_id: string): LinkTerms | null;
  /**
   * The links that may carry an SMS to this number, the best first; empty when none ever can. Links that are known to be
   * down on whatever node, or whose breaker is open, come last and say so: an SMS may wait for them. Any node may ask.
   */
  candidates(wanted: Wanted, route: NumberRoute): readonly Candidate[];
  /** The links that this node may send over: claim their rows. */
  held(): readonly string[];
  /** How many SMS may be handed to a link of this node now: 0 while it is down, throttled or full. */
  capacity(link_id: string): number;
  /**
   * Hands over one SMS, at most once. Refused as `closed` without any attempt when this node does not hold the link.
   * Takes `parts` from the throughput of the link, also when they are not there: ask `capacity` before.
   */
  send(link_id: string, sms: Sms, parts: number): Promise<SmsOutcome>;
  /** A link of this node can take SMS again: it came up, or has throughput again. Returns how to stop. */
  onReady(listener: (link_id: string) => void): () => void;
  /** The lease of a link was gained (true) or lost. Returns how to stop. */
  onHeld(listener: (link_id: string, held: boolean) => void): () => void;
  /** Reports and incoming SMS of every link of this node; the carrier is answered when the promise resolves. */
  onReport(listener: (link_id: string, report: DeliveryReport) => Promise<void>): () => void;
  onIncoming(listener: (link_id: string, sms: IncomingSms) => Promise<void>): () => void;
  /** For the operator: every link, also those that another node holds. */
  health(): readonly LinkStatus[];
  /** Answers what carriers' webhooks say to this server; null when the path is no link's. */
  respond(request: Request, path: string, peer_address: string): Promise<Response | null>;
  /** Drains and closes the links of this node and gives back their leases. */
  close(): Promise<void>;
}

/** What is agreed with a carrier, from the configuration. */
export interface LinkTerms {
  id: string;
  /** What the operator calls it. */
  label: string;
  kind: LinkKind;
  serves: readonly Served[];
  /** Whether numbers of virtual operators (170, 171, 162, 165, 167) are sent over it. */
  virtual_operators: boolean;
  /** Of a link that takes templates only: the ids of those it has. */
  templates: readonly string[];
  capabilities: SmsCapabilities;
  /** Of one unit (part), in fen. */
  price_fen: number;
  /** Parts a second. */
  throughput_per_s: number;
  /** SMS that may wait for the carrier's answer at once. */
  outstanding_max: number;
  /** Null: no budget of its own. */
  day_fen_max: number | null;
  month_fen_max: number | null;
}

export type LinkKind = "cmpp" | "sgip" | "smgp" | "smpp" | "http" | "gammu" | "simulator";

/** Terms, and how the link is opened. */
export type LinkDefinition =
  /** On the node that holds its lease; tried again after a while when that fails. */
  | { terms: LinkTerms; webhooks: false; open(): SmsLink | Promise<SmsLink> }
  /** On every node, since its carrier's calls may reach any; only the node with the lease sends. */
  | { terms: LinkTerms; webhooks: true; open(): WebhookLink };

/** A link whose carrier calls this server by HTTP. */
export interface WebhookLink extends SmsLink {
  /** `path`: what follows `/links/<id>/`. A 2xx only after what was said is stored. */
  respond(request: Request, path: string, peer_address: string): Promise<Response>;
}

/** What an SMS asks of a link. */
export interface Wanted {
  /** E.164 */
  to: string;
  template_id: string;
  /** Links that have been tried for this SMS. */
  tried?: readonly string[];
}

export interface Candidate {
  link_id: string;
  /** As whose number it is tried there; an answer teaches about this carrier. */
  carrier: Served;
  /** Whether it can be sent now. */
  available: boolean;
}

/** A link as the operator sees it. */
export interface LinkStatus {
  terms: LinkTerms;
  /** Who holds it: this node, another one, or nobody at the moment. */
  held_by: "this_node" | "other_node" | "nobody";
  state: SmsLinkState;
  breaker: "closed" | "open" | "half_open";
  /** Null for links of other nodes. */
  health: LinkHealth | null;
}
