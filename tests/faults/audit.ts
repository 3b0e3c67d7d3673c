import { Database } from "bun:sqlite";
import type { Sent } from "./sender.ts";

interface LogRow {
  conversation_id: string;
  seq: number;
  client_id: string;
  device_id: string;
  content: string;
}

export interface Audit {
  acknowledged: number;
  entries: number;
  findings: string[];
}

/** Holds what senders were told (D1–D4) against the log that is on disk. */
export function audit(database_path: string, history: readonly Sent[]): Audit {
  const database = new Database(database_path, { readonly: true });
  const rows = database
    .query<LogRow, []>(
      `SELECT c.id AS conversation_id, e.seq, e.client_id, d.id AS device_id, e.content
       FROM entry e JOIN conversation c ON c.no = e.conversation_no JOIN device d ON d.no = e.device_no
       ORDER BY e.conversation_no, e.seq`,
    )
    .all();
  const { integrity_check } = database
    .query<{ integrity_check: string }, []>("PRAGMA integrity_check")
    .get()!;
  database.close();
  const acknowledged = history.filter((sent) => sent.ack);
  const findings = [
    ...(integrity_check === "ok" ? [] : [`integrity_check: ${integrity_check}`]),
    ...gaps(rows),
    ...doubles(rows),
    ...outOfOrder(rows),
    ...lost(rows, acknowledged),
  ];
  return { acknowledged: acknowledged.length, entries: rows.length, findings };
}

function gaps(rows: readonly LogRow[]): string[] {
  const last = new Map<string, number>();
  return rows.flatMap(({ conversation_id, seq }) => {
    const expected = (last.get(conversation_id) ?? 0) + 1;
    last.set(conversation_id, seq);
    return seq === expected ? [] : [`gap: ${conversation_id} has ${seq} where ${expected} is due`];
  });
}

function doubles(rows: readonly LogRow[]): string[] {
  const seen = new Set<string>();
  return rows.flatMap(({ conversation_id, client_id }) => {
    const key = `${conversation_id} ${client_id}`;
    if (seen.has(key)) return [`doubled: ${key}`];
    seen.add(key);
    return [];
  });
}

/** Senders number their messages; the log must hold them in that order. */
function outOfOrder(rows: readonly LogRow[]): string[] {
  const last = new Map<string, number>();
  return rows.flatMap(({ conversation_id, device_id, client_id }) => {
    const stream = `${conversation_id} ${device_id}`;
    const number = Number(client_id.slice(client_id.lastIndexOf("-") + 1));
    const expected = (last.get(stream) ?? 0) + 1;
    last.set(stream, number);
    return number === expected ? [] : [`out of order: ${stream} has ${number} where ${expected} is due`];
  });
}

function lost(rows: readonly LogRow[], acknowledged: readonly Sent[]): string[] {
  const log = new Map(rows.map((row) => [`${row.conversation_id} ${row.seq}`, row]));
  return acknowledged.flatMap(({ conversation_id, client_id, text, ack }) => {
    const row = log.get(`${conversation_id} ${ack!.seq}`);
    const held = row?.client_id === client_id && JSON.parse(row.content).text === text;
    return held ? [] : [`lost: ${client_id} was acknowledged at ${ack!.seq} of ${conversation_id}`];
  });
}
