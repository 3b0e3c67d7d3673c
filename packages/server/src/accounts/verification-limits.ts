import { isIP } from "node:net";
import type { Budget } from "../store/limit-store.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** In an hour of attack a 50th of the day's budget may be spent. */
const UNDER_ATTACK_SHARE = 50;

export const CODE_LIFETIME_MS = 5 * MINUTE_MS;
export const CODE_TRIES = 5;
/** Pause after the first, second, third and any further sending of one code. */
export const RESEND_AFTER_MS = [30_000, 60_000, 120_000, 300_000] as const;
export const TRIES_PER_NUMBER_DAY = 25;
/** An account idle for longer is not handed on with its number: numbers are given to new owners. */
export const IDLE_ACCOUNT_MS = 60 * DAY_MS;

/** Codes to all numbers and from everywhere are limited by the minute, too, and by what they cost. */
export interface CodeLimits {
  per_minute_max: number;
  day_fen_max: number;
}

export interface SendingOrigin {
  number: string;
  number_block: string;
  /** Address of the caller; null when the whole service is on this machine and nothing is paid for. */
  ip: string | null;
  installation_id: string | null;
  /** What the SMS costs, in 0.01 CNY. */
  fen: number;
}

/** Every budget one sending of a code takes from: all of them, or it is not sent. */
export function sendingBudgets(origin: SendingOrigin, { per_minute_max, day_fen_max }: CodeLimits): Budget[] {
  const { number, number_block, ip, installation_id, fen } = origin;
  return [
    { key: `code number 10min ${number}`, limit: 3, window_ms: 10 * MINUTE_MS },
    { key: `code number day ${number}`, limit: 6, window_ms: DAY_MS },
    { key: `code block ${number_block}`, limit: 60, window_ms: HOUR_MS },
    ...(ip ? ipBudgets(ip) : []),
    ...(installation_id
      ? [{ key: `code installation ${installation_id}`, limit: 6, window_ms: DAY_MS }]
      : []),
    { key: "code all minute", limit: per_minute_max, window_ms: MINUTE_MS },
    { key: "code fen day", limit: day_fen_max, window_ms: DAY_MS, amount: fen },
  ];
}

/** What codes may cost in an hour while hardly any of all are entered: who is real still gets some of them. */
export function underAttackBudget(fen: number, { day_fen_max }: CodeLimits): Budget {
  const limit = Math.max(fen, Math.floor(day_fen_max / UNDER_ATTACK_SHARE));
  return { key: "code fen attack", limit, window_ms: HOUR_MS, amount: fen };
}

export function tryBudget(number: string): Budget {
  return { key: `code tries ${number}`, limit: TRIES_PER_NUMBER_DAY, window_ms: DAY_MS };
}

/** An SMS from a number costs nothing; its handset's owner must not be asked for it again and again all the same. */
export function expectingBudgets(
  number: string,
  ip: string | null,
  installation_id: string | null,
): Budget[] {
  return [
    { key: `expecting number 10min ${number}`, limit: 5, window_ms: 10 * MINUTE_MS },
    { key: `expecting number day ${number}`, limit: 20, window_ms: DAY_MS },
    ...(ip
      ? [
          { key: `expecting ip ${ip}`, limit: 20, window_ms: HOUR_MS },
          { key: `expecting ip block ${ipBlock(ip)}`, limit: 60, window_ms: HOUR_MS },
        ]
      : []),
    ...(installation_id
      ? [{ key: `expecting installation ${installation_id}`, limit: 20, window_ms: DAY_MS }]
      : []),
  ];
}

function ipBudgets(ip: string): Budget[] {
  return [
    { key: `code ip ${ip}`, limit: 10, window_ms: HOUR_MS },
    { key: `code ip block ${ipBlock(ip)}`, limit: 30, window_ms: HOUR_MS },
  ];
}

/** The /24 of an IPv4 address, the /48 of an IPv6 one: what one customer is usually given at least. */
export function ipBlock(ip: string): string {
  if (isIP(ip) === 4) return ip.split(".").slice(0, 3).join(".");
  const [head = "", tail] = ip.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const known = tail === undefined ? groups : [...groups, "0", "0", "0"];
  return known.slice(0, 3).join(":");
}
