import { until } from "@feiliao/testkit";
import type { HttpSettingsInput } from "../http-settings.ts";
import { twilioSignature } from "../webhook-check.ts";

/** Handsets by what the provider does with an SMS to them. */
export const NUMBERS = {
  reachable: "+8613800138000",
  refused: "+8613800138001",
  unanswered: "+8613800138002",
};

const ACCOUNT = "AC5ef8732a3c49700934481addd5ce1659";
const TOKEN = "12345";
const UNANSWERED_MS = 1_000;

/** An HTTP provider that takes messages and calls back as Twilio's documentation says, with handsets of its own. */
export class TwilioLike {
  readonly secrets = { account: ACCOUNT, token: TOKEN };
  /** What comes in place of https://api.twilio.com. */
  readonly url: string;
  readonly #server: ReturnType<typeof Bun.serve>;
  readonly #arrived = new Map<string, string[]>();
  #url = "http://localhost";
  #webhook: (request: Request) => Promise<Response> = (request) => fetch(request);
  #callbacks = 0;
  #messages = 0;

  constructor() {
    this.#server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => this.#answer(request) });
    this.url = this.#server.url.origin;
  }

  /** Settings for Twilio, but with this server's address. */
  configured(settings: HttpSettingsInput): HttpSettingsInput {
    const url = settings.request.url.replace("https://api.twilio.com", this.url);
    return { ...settings, request: { ...settings.request, url, timeout_ms: UNANSWERED_MS } };
  }

  /** Where it calls back: a service, or whoever takes its calls in this process. */
  calls(url: string, webhook = this.#webhook): void {
    this.#url = url;
    this.#webhook = webhook;
  }

  arrived(number: string): string[] {
    return this.#arrived.get(number) ?? [];
  }

  async reply(number: string, text: string): Promise<boolean> {
    const status = await this.#call(`${this.#url}/links/twilio/incoming`, {
      ...{ MessageSid: `SM${++this.#messages}`, From: number, To: "+10690013800", Body: text },
    });
    return status >= 200 && status < 300;
  }

  async stop(): Promise<void> {
    await this.#server.stop(true);
  }

  async settle(): Promise<void> {
    await until("all callbacks were made", () => this.#callbacks === 0);
  }

  async #answer(request: Request): Promise<Response> {
    const expected = `Basic ${btoa(`${ACCOUNT}:${TOKEN}`)}`;
    if (request.headers.get("authorization") !== expected) {
      return Response.json({ code: 20003, message: "Authenticate" }, { status: 401 });
    }
    const form = new URLSearchParams(await request.text());
    const [to, body, callback] = [form.get("To")!, form.get("Body")!, form.get("StatusCallback")!];
    if (to === NUMBERS.refused) {
      return Response.json({ code: 21610, message: "unsubscribed" }, { status: 400 });
    }
    this.#arrived.set(to, [...this.arrived(to), body]);
    if (to === NUMBERS.unanswered) return new Promise(() => {});
    const sid = `SM${++this.#messages}`;
    this.#callBack(callback, sid, to);
    return Response.json({ sid, status: "queued" }, { status: 201 });
  }

  #callBack(callback: string, sid: string, to: string): void {
    const url = new URL(callback, this.#url).href;
    this.#callbacks++;
    const statuses = async () => {
      for (const MessageStatus of ["sent", "delivered"]) {
        await this.#call(url, { MessageSid: sid, MessageStatus, To: to, From: "+10690013800" });
      }
    };
    void statuses().finally(() => this.#callbacks--);
  }

  async #call(href: string, fields: Record<string, string>): Promise<number> {
    const signature = twilioSignature({ href, fields: Object.entries(fields) }, TOKEN);
    const request = new Request(href, {
      method: "POST",
      headers: { "x-twilio-signature": signature },
      body: new URLSearchParams(fields),
    });
    return (await this.#webhook(request)).status;
  }
}
