import type { CarrierId, CarrierSettings } from "./settings.ts";
import { fetchJson, post } from "./simulator-api.ts";

export type AccountName = "own" | "guest";
export type PartState = "accepted" | "delivered" | "failed" | "expired";

export interface BillSum {
  units: number;
  fen: number;
  by_state: Record<PartState, number>;
}

/** A carrier, as `/phones/carriers.json` has it. */
export interface CarrierInfo {
  id: CarrierId;
  protocol: "cmpp" | "sgip" | "smgp" | "smpp";
  settings: CarrierSettings;
  /** On this machine; null: nobody can dial it. */
  port: number | null;
  sessions: { system_id: string; remote_address: string }[];
  accounts: {
    name: AccountName;
    number: string;
    login: { system_id: string; secret: string } | null;
    /** Where the account listens for SGIP's second connection; null: nowhere, or another protocol. */
    dial_back_port: number | null;
    bill: BillSum;
  }[];
}

/** One part that a carrier accepted, and bills. */
export interface BillLine {
  id: number;
  message_id: string;
  sender: string;
  number: string;
  part: number;
  parts: number;
  fen: number;
  state: PartState;
  /** Milliseconds since 1970. */
  submitted_at: number;
}

export async function fetchCarriers(): Promise<CarrierInfo[]> {
  return (await fetchJson<{ carriers: CarrierInfo[] }>("/phones/carriers.json")).carriers;
}

export async function fetchBill(id: CarrierId, account: AccountName): Promise<BillLine[]> {
  const { lines } = await fetchJson<{ lines: BillLine[] }>(
    `/phones/carriers/${id}/bill.json?account=${account}`,
  );
  return lines;
}

export const billUrl = (id: CarrierId, account: AccountName): string =>
  `/phones/carriers/${id}/bill.csv?account=${account}`;

export function postCarrier(id: CarrierId, change: Partial<CarrierSettings>): Promise<CarrierInfo> {
  return post(`/phones/carriers/${id}/settings`, change);
}

/** Where the guest listens on this machine for SGIP's second connection. */
export function postDialBack(id: CarrierId, port: number): Promise<CarrierInfo> {
  return post(`/phones/carriers/${id}/dial_back`, { account: "guest", port });
}

export function postRestart(id: CarrierId): Promise<CarrierInfo> {
  return post(`/phones/carriers/${id}/restart`, {});
}
