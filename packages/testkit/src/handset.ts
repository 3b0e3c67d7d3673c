import { until } from "./until.ts";

/** An SMS on a virtual handset; see the simulator for what its states mean. */
export interface HandsetSms {
  /** Our number, with the extension that an answer goes to. */
  from: string;
  text: string;
  parts: number;
  state: "arrived" | "delivered" | "sending" | "sent" | "failed" | "barred";
}

/** What is wrong with a handset, its line or the way there. */
export interface HandsetFaults {
  line: "on" | "off" | "suspended" | "cancelled" | "no_money";
  blocks_us: boolean;
  sms: "as_usual" | "late" | "twice" | "lost";
  reports: "as_usual" | "late" | "twice" | "lost";
  answers: "as_usual" | "late" | "lost";
}

/** Somebody's phone without the app: it has SMS, as the carrier simulator of a server shows them. */
export class Handset {
  readonly number: string;
  readonly address: `tel:${string}`;
  readonly #url: string;

  constructor(url: string, number: string) {
    this.#url = url;
    this.number = number;
    this.address = `tel:${number}`;
  }

  /** What it has received, the oldest first. */
  async received(): Promise<HandsetSms[]> {
    const all = (await this.#ask("messages")) as HandsetSms[];
    return all.filter(({ from }) => from !== this.number);
  }

  /** The first SMS that it has received, or receives, which fits. */
  sms(fits: (sms: HandsetSms) => boolean = () => true): Promise<HandsetSms> {
    return until(`an SMS on ${this.number}`, async () => (await this.received()).find(fits));
  }

  /** Resolves when the server has taken it, or has not. `to`: by default, the number that it heard from last. */
  async write(text: string, to?: string): Promise<HandsetSms> {
    return (await this.#ask("reply", { text, ...(to && { to }) })) as HandsetSms;
  }

  async set(faults: Partial<HandsetFaults>): Promise<void> {
    await this.#ask("settings", faults);
  }

  async #ask(what: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#url}/phones/${this.number}/${what}`, {
      ...(body !== undefined && {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    if (!response.ok) throw new Error(`${what} of ${this.number} is answered with ${response.status}`);
    return response.json();
  }
}
