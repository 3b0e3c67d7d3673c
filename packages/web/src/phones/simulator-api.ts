import type { CarrierName } from "@feiliao/protocol/numbers";

/** An SMS on a virtual handset, as `/phones/<number>/messages` lists it. */
export interface HandsetMessage {
  id: number;
  from: string;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  state: "arrived" | "delivered" | "sending" | "sent" | "failed";
  carrier: CarrierName | null;
}

export interface Handset {
  number: string;
  last_message: HandsetMessage;
}

/** What `/phones/events` tells. */
export interface HandsetChange {
  number: string;
  message: HandsetMessage;
}

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

export function postReply(number: string, text: string): Promise<HandsetMessage> {
  return fetchJson(`/phones/${number}/reply`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });
}

async function fetchJson<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}
