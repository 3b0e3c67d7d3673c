import type { IncomingPart, OutgoingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import type { CarrierServer, SubmittedPart } from "../peer/server.ts";
import { systemClock, systemRandom } from "../session/clock.ts";
import { type SmppClientOptions, smppClient } from "../smpp/client.ts";
import { type SmppServerOptions, smppServer } from "../smpp/server.ts";
import { segment } from "../text/segments.ts";
import { untilState } from "./until-up.ts";

export const OURS = "106900001234";
export const HANDSET = "8613800138000";
const opened: { close(): Promise<void> }[] = [];

/** Closes what a test has opened, the newest first. */
export async function closeAll(): Promise<void> {
  for (const each of opened.splice(0).reverse()) await each.close();
}

/** A carrier that takes whatever the account `feiliao` submits. */
export async function carrier(options: Partial<SmppServerOptions> = {}) {
  const server = await smppServer({ port: 0, clock: systemClock, ...options });
  opened.push(server);
  const submitted: SubmittedPart[] = [];
  server.onLogin(({ system_id }) => (system_id === "feiliao" ? { secret: "secret12" } : null));
  server.onSubmit(async (part) => {
    submitted.push(part);
    return { outcome: "accepted", message_id: part.message_id };
  });
  return { server, submitted };
}

/** That account, and what it is given. */
export function account(server: CarrierServer, options: Partial<SmppClientOptions> = {}) {
  const client = smppClient({
    ...{ host: "127.0.0.1", port: server.port, system_id: "feiliao", password: "secret12" },
    ...{ clock: systemClock, random: systemRandom, dial: { first_ms: 10 } },
    ...options,
  });
  opened.push(client);
  const reports: Report[] = [];
  const incoming: IncomingPart[] = [];
  client.onReport(async (report) => void reports.push(report));
  client.onIncoming(async (part) => void incoming.push(part));
  return { client, reports, incoming };
}

/** Both, logged in. */
export async function connected(
  server_options: Partial<SmppServerOptions> = {},
  client_options: Partial<SmppClientOptions> = {},
) {
  const { server, submitted } = await carrier(server_options);
  const { client, reports, incoming } = account(server, client_options);
  await untilState(client, "up");
  return { server, submitted, client, reports, incoming };
}

/** The first part of a text. */
export function part(text = "hello", change: Partial<OutgoingPart> = {}): OutgoingPart {
  const first = segment(text, { gsm7: true, ref: 1 })[0]!;
  return { from: OURS, to: HANDSET, segment: first, report: true, ...change };
}

export function reportOf(message_id: string, change: Partial<Report> = {}): Report {
  const at_ms = Date.UTC(2026, 10, 22, 12, 0, 1);
  return { message_id, to: HANDSET, state: "delivered", code: "", reason: null, at_ms, ...change };
}

/** Has something closed after the test. */
export function closeLater(close: () => Promise<void>): void {
  opened.push({ close });
}
