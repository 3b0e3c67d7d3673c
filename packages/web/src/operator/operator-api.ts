import type { CarrierName } from "@feiliao/protocol/numbers";

/** What the server says at GET /operator/report.json; money in 0.01 CNY, times in milliseconds. */
export interface Report {
  at: number;
  day: string;
  month: string;
  links: LinkReport[];
  all: { today: Money; month: Money; day_fen_max: number; month_fen_max: number };
  codes: CodesReport;
  /** False: whoever is at this machine may look. */
  may_sign_out: boolean;
}

export interface Money {
  sms: number;
  units: number;
  confirmed_fen: number;
  unknown_fen: number;
  stated: number;
  stated_fen: number;
}

export type LinkState = "connecting" | "up" | "down" | "denied" | "closed";

export interface LinkReport {
  terms: {
    id: string;
    label: string;
    kind: string;
    serves: (CarrierName | "world")[];
    price_fen: number;
    throughput_per_s: number;
    outstanding_max: number;
    day_fen_max: number | null;
    month_fen_max: number | null;
  };
  held_by: "this_node" | "other_node" | "nobody";
  state: LinkState;
  breaker: "closed" | "open" | "half_open";
  /** Null for links of other nodes. */
  health: LinkHealth | null;
  today: Money;
  month: Money;
  outcomes: Outcome[];
  unmatched_reports: number;
}

export interface LinkHealth {
  accepted: number;
  unknown: number;
  refused: Record<string, number>;
  delivered: number;
  failed: number;
  answer_p50_ms: number | null;
  answer_p95_ms: number | null;
  delivery_p50_ms: number | null;
  delivery_p95_ms: number | null;
  outstanding: number;
  outstanding_max: number;
}

export type OutcomeState = "queued" | "begun" | "accepted" | "delivered" | "failed" | "unknown" | "cancelled";

export interface Outcome {
  kind: "code" | "message" | "notice" | "service";
  state: OutcomeState;
  reason: string | null;
  count: number;
}

export type Step = "open" | "challenge" | "stop";

export interface Conversion {
  sent: number;
  entered: number;
  settled: number;
  step: Step;
}

export interface CodesReport {
  asked: Record<"sent" | "too_soon" | "budget" | "challenged" | "stopped" | "unsupported", number>;
  entered: number;
  day_fen_max: number;
  window_ms: number;
  all: Conversion;
  blocks: (Conversion & { key: string })[];
  networks: (Conversion & { key: string })[];
}

/** What an import of a statement has settled. */
export interface StatementOutcome {
  matched: number;
  resolved_taken: number;
  resolved_not_taken: number;
  unbilled: number;
  strange: number;
  strange_fen: number;
  bill_fen: number;
}

/** The server did not do it; `message` is its own, in English. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** @throws {Refused} */
export async function fetchReport(): Promise<Report> {
  return (await ask("/operator/report.json")) as Report;
}

/** @throws {Refused} 401 for another token */
export async function signIn(token: string): Promise<void> {
  await ask("/operator/sign-in", new URLSearchParams({ token }));
}

export async function signOut(): Promise<void> {
  await ask("/operator/sign-out", "");
}

/** `from` and `until` as the server reads them. @throws {Refused} */
export async function importStatement(
  file: Blob,
  about: { link: string; from: string; until: string },
): Promise<StatementOutcome> {
  return (await ask(`/operator/statement?${new URLSearchParams(about)}`, file)) as StatementOutcome;
}

/** @throws {Refused} */
export async function importOverrides(file: Blob): Promise<{ overrides: number }> {
  return (await ask("/operator/overrides", file)) as { overrides: number };
}

async function ask(path: string, body?: BodyInit): Promise<unknown> {
  const response = await fetch(path, body === undefined ? {} : { method: "POST", body });
  if (response.status === 204) return null;
  const answer = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
  if (!response.ok) throw new Refused(response.status, answer?.error?.message ?? `HTTP ${response.status}`);
  return answer;
}
