import type { CarrierServer, IncomingPart, Report, SubmitOutcome, SubmittedPart } from "@feiliao/sms";
import { collect, type PartialMessage, partialKey, segment } from "@feiliao/sms/text";
import { until } from "@feiliao/testkit";

/** Handsets by what the carrier does with an SMS to them. */
export const NUMBERS = {
  reachable: "+8613800138000",
  refused: "+8613800138001",
  unanswered: "+8613800138002",
};

export const ACCOUNT = { system_id: "901234", password: "secret12" };
const REFERENCE = 7;

/** A carrier with handsets on the server role of any of the protocols: it delivers and reports at once. */
export class CarrierLike {
  submits = 0;
  /** Of the parts that were accepted, as the carrier named them. */
  readonly ids: string[] = [];
  readonly #server: CarrierServer;
  readonly #messages = new Map<string, { from: string; text: string }[]>();
  readonly #partials = new Map<string, PartialMessage | null>();
  #silent_from = Number.POSITIVE_INFINITY;
  #reporting = 0;

  /** `dial_back_port`: where an SGIP client listens. */
  constructor(server: CarrierServer, dial_back_port?: number) {
    this.#server = server;
    const dial_back = { host: "127.0.0.1", port: dial_back_port ?? 0 };
    const account = { secret: ACCOUNT.password, ...(dial_back_port !== undefined && { dial_back }) };
    server.onLogin(({ system_id }) => (system_id === ACCOUNT.system_id ? account : null));
    server.onSubmit(async (part) => this.#take(part));
  }

  arrived(number: string): string[] {
    return (this.#messages.get(number.slice(1)) ?? []).map(({ text }) => text);
  }

  /** What the handset shows as the sender. */
  senders(number: string): string[] {
    return (this.#messages.get(number.slice(1)) ?? []).map(({ from }) => from);
  }

  /** From the n-th submit on, none is answered. */
  silentFrom(submit: number): void {
    this.#silent_from = submit;
  }

  /** The handset writes. Resolves with whether all parts were taken. */
  async write(number: string, to: string, text: string): Promise<boolean> {
    const taken: boolean[] = [];
    for (const part of this.partsOf(number, to, text)) taken.push(await this.hand(part));
    return taken.every((each) => each);
  }

  partsOf(number: string, to: string, text: string): IncomingPart[] {
    return segment(text, { gsm7: false, ref: REFERENCE }).map(({ coding, user_data, has_header }) => ({
      ...{ message_id: "", from: number.slice(1), to, coding, user_data, has_header },
      at_ms: null,
    }));
  }

  hand(part: IncomingPart): Promise<boolean> {
    return this.#server.deliver(ACCOUNT.system_id, part);
  }

  report(number: string, report: Pick<Report, "message_id" | "state" | "reason">): Promise<boolean> {
    const said = { to: number.slice(1), code: "", at_ms: null };
    return this.#server.report(ACCOUNT.system_id, { ...said, ...report });
  }

  async settle(): Promise<void> {
    await until("all reports are out", () => this.#reporting === 0);
  }

  stop(): Promise<void> {
    return this.#server.close();
  }

  #take(part: SubmittedPart): SubmitOutcome {
    this.submits++;
    if (part.to === NUMBERS.refused.slice(1)) {
      return { outcome: "refused", refusal: "number_unknown", code: "smpp:0x0000000b" };
    }
    this.#arrive(part);
    if (part.to === NUMBERS.unanswered.slice(1) || this.submits >= this.#silent_from) {
      return { outcome: "unknown" };
    }
    const { message_id } = part;
    this.ids.push(message_id);
    this.#reporting++;
    const reported = this.report(`+${part.to}`, { message_id, state: "delivered", reason: null });
    void reported.finally(() => this.#reporting--);
    return { outcome: "accepted", message_id };
  }

  #arrive({ from, to, segment: { coding, user_data, has_header }, message_id }: SubmittedPart): void {
    const part: IncomingPart = { message_id, from, to, coding, user_data, has_header, at_ms: null };
    const key = partialKey(part) ?? "";
    const { partial, messages } = collect(this.#partials.get(key) ?? null, part, 0);
    this.#partials.set(key, partial);
    for (const { body } of messages) {
      const text = body.kind === "text" ? body.text : "";
      this.#messages.set(to, [...(this.#messages.get(to) ?? []), { from, text }]);
    }
  }
}
