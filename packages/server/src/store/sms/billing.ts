import type { SmsReason } from "@feiliao/protocol";
import type { SmsLedgerState, SmsPurpose } from "./ledger.ts";

/** What went out, by everything that an operator asks for. */
export interface SmsSum {
  link: string | null;
  /** Of Asia/Shanghai, as in 2026-01-31: when it was begun, else opened. */
  day: string;
  kind: SmsPurpose;
  state: SmsLedgerState;
  reason: SmsReason | null;
  count: number;
  units: number;
  /** What it costs: as a statement says where one was imported, else by our prices. */
  fen: number;
  /** What the carrier's statement says it costs, of rows that one was imported for. */
  billed_fen: number;
  /** How many rows a statement was imported for. */
  billed: number;
}

/** One line of a carrier's statement: one part, or a whole SMS. */
export interface StatementLine {
  carrier_message_id: string;
  /** E.164 */
  number: string;
  at: number;
  units: number;
  fen: number;
}

export interface Statement {
  link: string;
  /** The time it covers: what was begun in it and stands in no line was not billed. */
  from: number;
  until: number;
  lines: readonly StatementLine[];
}

export interface StatementOutcome {
  /** Lines that belong to a row of ours. */
  matched: number;
  /** Rows without an answer that turned out to have been taken by the carrier, or not. */
  resolved_taken: number;
  resolved_not_taken: number;
  /** Rows that were accepted, and that the carrier does not bill. */
  unbilled: number;
  /** Lines that no row explains, and their price: the bill is dearer than what we sent. */
  strange: number;
  strange_fen: number;
  /** The sum of all lines. */
  bill_fen: number;
}

export interface SmsBilling {
  summary(since: number): Promise<SmsSum[]>;
  /** Reports that matched nothing and were forgotten, by link, since a time. */
  unmatchedReports(since: number): Promise<{ link: string; count: number }[]>;
  /**
   * What a statement says holds: a line belongs to a row by carrier id and number, else, of rows without an answer, to the
   * one to the same number that is nearest in time. The same statement a second time changes nothing.
   */
  importStatement(statement: Statement, now: number): Promise<StatementOutcome>;
}
