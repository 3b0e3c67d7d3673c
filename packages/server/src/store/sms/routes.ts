import type { NumberRoute, Served } from "../../links/sms/routing/number-route.ts";

/** What a carrier's answer to an SMS teaches about where its number is. */
export interface RouteLesson {
  /** E.164 */
  number: string;
  carrier: Served;
  answer: "accepted" | "not_mine";
  at: number;
}

/** What is known of numbers besides their prefixes: what the operator said, and what carriers have answered. */
export interface SmsRoutes {
  /** Of numbers of which nothing is known there is nothing in the answer. */
  routes(numbers: readonly string[]): Promise<Map<string, NumberRoute>>;
  /** Each is applied to what is known by then (see learnRoute). */
  learn(lessons: readonly RouteLesson[]): Promise<void>;
  /** Null takes one back. */
  setOverrides(overrides: readonly { number: string; carrier: Served | null }[]): Promise<void>;
  /** In the order of the numbers, after one. */
  overrides(after: string | null, limit: number): Promise<{ number: string; carrier: Served }[]>;
}
