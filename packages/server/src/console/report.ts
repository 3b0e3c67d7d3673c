import type { SmsReason } from "@feiliao/protocol";
import type { CodeOutcome, CodeTally } from "../accounts/codes/code-tally.ts";
import { CODE_OUTCOMES } from "../accounts/codes/code-tally.ts";
import {
  CODE_SETTLED_MS,
  CONVERSION_SAMPLE_MAX,
  CONVERSION_WINDOW_MS,
  type ConversionStep,
  conversionStep,
} from "../accounts/codes/conversion.ts";
import type { LinkPool, LinkStatus } from "../links/sms/link-pool.ts";
import type { Clock } from "../platform/clock.ts";
import { dayOf, monthOf, startOfMonth } from "../sms/calendar.ts";
import type { SmsSum } from "../store/sms/billing.ts";
import type { SmsLedgerState, SmsPurpose } from "../store/sms/ledger.ts";
import type { Store } from "../store/store.ts";
import type { Conversion } from "../store/verification-store.ts";
import { type Money, moneyOf } from "./money.ts";

/** Blocks of numbers and networks that are shown, the busiest first. */
const SHOWN_MAX = 20;

/** What is counted by the day on which it was sent may have been opened that long before. */
const OPENED_BEFORE_MS = 2 * 24 * 3_600_000;

interface Parts {
  store: Pick<Store, "sms" | "verifications">;
  pool: Pick<LinkPool, "health">;
  tally: CodeTally;
  /** Of all links together, in 0.01 CNY. */
  limits: { day_fen_max: number; month_fen_max: number };
  codes_day_fen_max: number;
  clock: Clock;
}

/** Everything that an operator is shown at a time, and Prometheus reads. */
export interface OperatorReport {
  /** Milliseconds since 1970. */
  at: number;
  /** Of Asia/Shanghai, as budgets count. */
  day: string;
  month: string;
  links: LinkReport[];
  /** Over all links, those that are configured no more included. */
  all: { today: Money; month: Money; day_fen_max: number; month_fen_max: number };
  codes: CodesReport;
}

export interface LinkReport extends LinkStatus {
  today: Money;
  month: Money;
  /** SMS of this month by kind, state and reason. */
  outcomes: Outcome[];
  /** Reports of this month that belonged to no SMS of ours. */
  unmatched_reports: number;
}

export interface Outcome {
  kind: SmsPurpose;
  state: SmsLedgerState;
  reason: SmsReason | null;
  count: number;
}

export interface CodesReport {
  /** Since this node began. */
  asked: Record<CodeOutcome, number>;
  entered: number;
  day_fen_max: number;
  window_ms: number;
  all: Conversion & ConversionStep;
  blocks: CodesFrom[];
  networks: CodesFrom[];
}

export type CodesFrom = Conversion & ConversionStep & { key: string };

export async function operatorReport(parts: Parts): Promise<OperatorReport> {
  const { store, pool, limits, clock } = parts;
  const now = clock.now();
  const since = startOfMonth(now) - OPENED_BEFORE_MS;
  const [day, month] = [dayOf(now), monthOf(now)];
  const [sums, unmatched, codes] = await Promise.all([
    store.sms.summary(since),
    store.sms.unmatchedReports(since),
    codesReport(parts, now),
  ]);
  const moneyIn = (some: readonly SmsSum[]) => ({
    today: moneyOf(some.filter((sum) => sum.day === day)),
    month: moneyOf(some.filter((sum) => sum.day.startsWith(month))),
  });
  const links = pool.health().map((status) => {
    const { id } = status.terms;
    const own = sums.filter(({ link, day: on }) => link === id && on.startsWith(month));
    return {
      ...status,
      ...moneyIn(own),
      outcomes: outcomesOf(own),
      unmatched_reports: unmatched.find(({ link }) => link === id)?.count ?? 0,
    };
  });
  return { at: now, day, month, links, all: { ...moneyIn(sums), ...limits }, codes };
}

async function codesReport({ store, tally, codes_day_fen_max }: Parts, now: number): Promise<CodesReport> {
  const { verifications } = store;
  const window = {
    since: now - CONVERSION_WINDOW_MS,
    settled_before: now - CODE_SETTLED_MS,
    sample_max: CONVERSION_SAMPLE_MAX,
  };
  const [all, blocks, networks] = await Promise.all([
    verifications.conversion({ kind: "all" }, window),
    verifications.busiest("block", window, SHOWN_MAX),
    verifications.busiest("network", window, SHOWN_MAX),
  ]);
  return {
    asked: Object.fromEntries(CODE_OUTCOMES.map((outcome) => [outcome, tally.asked(outcome)])) as Record<
      CodeOutcome,
      number
    >,
    entered: tally.entered,
    day_fen_max: codes_day_fen_max,
    window_ms: CONVERSION_WINDOW_MS,
    all: { ...all, ...conversionStep("all", all) },
    blocks: blocks.map((block) => ({ ...block, ...conversionStep("block", block) })),
    networks: networks.map((network) => ({ ...network, ...conversionStep("network", network) })),
  };
}

/** The days of a month together. */
function outcomesOf(sums: readonly SmsSum[]): Outcome[] {
  const byOutcome = Map.groupBy(sums, ({ kind, state, reason }) => `${kind} ${state} ${reason}`);
  return [...byOutcome.values()].map((same) => {
    const { kind, state, reason } = same[0]!;
    return { kind, state, reason, count: same.reduce((sum, { count }) => sum + count, 0) };
  });
}
