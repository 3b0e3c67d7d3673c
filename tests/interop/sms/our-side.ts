import {
  type Account,
  type CarrierClient,
  type CarrierServer,
  type IncomingPart,
  type OutgoingPart,
  type Report,
  type SmppClientOptions,
  type SubmittedPart,
  smppClient,
  smppServer,
  systemClock,
  systemRandom,
} from "@feiliao/sms";
import { Reassembly, segment } from "@feiliao/sms/text";
import { until } from "@feiliao/testkit/until";

export const OURS = "106900001234";
export const HANDSET = "8613800138000";
export const ACCOUNT = { system_id: "foreign", password: "secret12" };

/** A text of three parts with what is easily broken at their ends. */
export const LONG_TEXT = `${"你好，".repeat(22)}😀${"飞聊能发短信。".repeat(12)}完`;

export interface OurSmsc {
  server: CarrierServer;
  submitted: SubmittedPart[];
}

/** Our carrier: takes everything, and reports it as delivered when asked to. */
export async function ourSmsc(port = 0, account: Partial<Account> = {}): Promise<OurSmsc> {
  const server = await smppServer({ port, clock: systemClock, first_message_id: 1 });
  const submitted: SubmittedPart[] = [];
  server.onLogin(({ system_id }) =>
    system_id === ACCOUNT.system_id ? { secret: ACCOUNT.password, ...account } : null,
  );
  server.onSubmit(async (part, { system_id }) => {
    submitted.push(part);
    // After the answer: some peers read one PDU at a time.
    if (part.report) setImmediate(() => void server.report(system_id, deliveredReport(part)));
    return { outcome: "accepted", message_id: part.message_id };
  });
  return { server, submitted };
}

function deliveredReport({ message_id, to, from }: SubmittedPart): Report {
  return { message_id, to, from, state: "delivered", code: "DELIVRD:000", reason: null, at_ms: null };
}

export interface OurClient {
  client: CarrierClient;
  reports: Report[];
  incoming: IncomingPart[];
}

export async function ourClient(port: number, options: Partial<SmppClientOptions> = {}): Promise<OurClient> {
  const client = smppClient({
    ...{ host: "127.0.0.1", port, ...ACCOUNT, clock: systemClock, random: systemRandom },
    ...{ dial: { first_ms: 50 }, ...options },
  });
  const reports: Report[] = [];
  const incoming: IncomingPart[] = [];
  client.onReport(async (report) => void reports.push(report));
  client.onIncoming(async (part) => void incoming.push(part));
  await until("the client is up", () => client.state === "up");
  return { client, reports, incoming };
}

export function parts(text: string): OutgoingPart[] {
  return segment(text, { gsm7: true, ref: 9 }).map((each) => ({
    ...{ from: OURS, to: HANDSET, segment: each, report: true },
  }));
}

export function incomingParts(text: string): IncomingPart[] {
  return segment(text, { gsm7: true, ref: 9 }).map(({ coding, user_data, has_header }) => ({
    ...{ message_id: "", from: HANDSET, to: OURS, coding, user_data, has_header, at_ms: null },
  }));
}

/** The text that these parts are, put together as a reader of ours does it. */
export function textOf(received: readonly (IncomingPart | SubmittedPart)[]): string {
  const reassembly = new Reassembly();
  const messages = received.flatMap((part) => {
    const { coding, user_data, has_header } = "segment" in part ? part.segment : part;
    const { message_id, from, to } = part;
    return reassembly.add({ message_id, from, to, coding, user_data, has_header, at_ms: null }, 0);
  });
  return messages.map(({ body }) => (body.kind === "text" ? body.text : "(binary)")).join("|");
}
