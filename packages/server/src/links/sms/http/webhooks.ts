import { toE164 } from "../e164.ts";
import type { DeliveryReport, IncomingSms } from "../sms-link.ts";
import { carrierTime } from "./carrier-time.ts";
import { type Document, parseBody, textAt, valueAt } from "./document.ts";
import type { WebhookSettings } from "./http-settings.ts";

interface Reading {
  settings: WebhookSettings;
  mainland: boolean;
  now: number;
}

/** A GET has everything in its query, whatever else has a body. */
export function documentOf(query: URLSearchParams, text: string, content_type: string): Document {
  return { body: parseBody(text, content_type), query: Object.fromEntries(query) };
}

/** Null when it cannot be understood. Reports of states that mean nothing to us are left out. */
export function readReports(
  document: Document,
  { settings, mainland, now }: Reading,
): DeliveryReport[] | null {
  const { report, utc_offset } = settings;
  const items = report && itemsOf(document, report.list);
  if (!items) return null;
  const reports: DeliveryReport[] = [];
  for (const item of items) {
    const carrier_message_id = textAt(item, report.message_id);
    const to = toE164(textAt(item, report.to) ?? "", { mainland });
    const said = textAt(item, report.state);
    if (!carrier_message_id || !to || said === null) return null;
    const state = report.states[said] ?? "ignored";
    if (state === "ignored") continue;
    const code = (report.code && textAt(item, report.code)) || said;
    const reason = state === "delivered" ? null : (report.reasons[code] ?? null);
    const at = timeAt(item, report.at, utc_offset) ?? now;
    reports.push({ carrier_message_id, to, state, reason, code, at });
  }
  return reports;
}

export function readIncoming(document: Document, { settings, mainland, now }: Reading): IncomingSms[] | null {
  const { incoming, utc_offset } = settings;
  const items = incoming && itemsOf(document, incoming.list);
  if (!items) return null;
  const read: IncomingSms[] = [];
  for (const item of items) {
    const carrier_message_id = textAt(item, incoming.message_id);
    const from = toE164(textAt(item, incoming.from) ?? "", { mainland });
    const to = textAt(item, incoming.to)?.replace(/\D/g, "");
    const text = textAt(item, incoming.text);
    if (!carrier_message_id || !from || !to || text === null) return null;
    const at = timeAt(item, incoming.at, utc_offset) ?? now;
    read.push({ carrier_message_id, from, to, text, incomplete: false, at });
  }
  return read;
}

function itemsOf(document: Document, list: string | undefined): Document[] | null {
  if (list === undefined) return [document];
  const items = valueAt(document, list);
  return Array.isArray(items) ? items.map((body: unknown) => ({ ...document, body })) : null;
}

function timeAt(document: Document, path: string | undefined, utc_offset: string): number | null {
  const written = path && textAt(document, path);
  return written ? carrierTime(written, utc_offset) : null;
}
