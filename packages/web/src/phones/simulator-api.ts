import type { CarrierName } from "@feiliao/protocol/numbers";
import type { CarrierId, HandsetSettings } from "./settings.ts";

/** An SMS on a virtual handset, as `/phones/<number>/messages` lists it. */
export interface HandsetMessage {
  id: number;
  /** The digits of the sender, or the handset's own number. */
  from: string;
  to: string;
  text: string;
  /** How many SMS it took, and how many of them have not come. */
  parts: number;
  missing: number;
  /** Milliseconds since 1970. */
  at: number;
  state: "arrived" | "delivered" | "sending" | "sent" | "failed" | "barred";
}

export interface Handset {
  /** E.164 */
  number: string;
  prefix_carrier: CarrierName | null;
  /** Whose handset it is now. */
  carrier: CarrierId;
  settings: HandsetSettings;
  last_message: HandsetMessage | null;
}

/** What `/phones/events` tells. */
export type SimulatorChange =
  | { type: "message"; number: string; message: HandsetMessage }
  | { type: "handset"; handset: Handset }
  | { type: "carrier"; carrier: CarrierId };

export type Fault = "refused" | "never_arrives" | "unanswered" | "late" | "duplicate";

export interface MagicNumber {
  last_digits: string;
  fault: Fault;
}

export interface HandsetList {
  handsets: Handset[];
  magic_numbers: MagicNumber[];
}

export const EVENTS_URL = "/phones/events";

export function fetchList(): Promise<HandsetList> {
  return fetchJson("/phones/list.json");
}

export function fetchMessages(number: string): Promise<HandsetMessage[]> {
  return fetchJson(`/phones/${number}/messages`);
}

/** @param to the digits it goes to; null: the number that the handset heard from last */
export function postReply(number: string, text: string, to: string | null): Promise<HandsetMessage> {
  return post(`/phones/${number}/reply`, to === null ? { text } : { text, to });
}

export function fetchHandset(number: string): Promise<Handset> {
  return fetchJson(`/phones/${number}/settings`);
}

/** Changes what the change has. */
export function postSettings(number: string, change: Partial<HandsetSettings>): Promise<Handset> {
  return post(`/phones/${number}/settings`, change);
}

export function post<T>(url: string, body: unknown): Promise<T> {
  return fetchJson(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

export async function fetchJson<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}
