import type { LinkDefinition, LinkTerms, WebhookLink } from "../link-pool.ts";
import type {
  IncomingListener,
  IncomingSms,
  ReportListener,
  Sms,
  SmsCapabilities,
  SmsLink,
  SmsLinkState,
  SmsOutcome,
} from "../sms-link.ts";

export const ANY_TEXT: SmsCapabilities = {
  ...{ number: "10690013800", extension_digits_max: 4, free_text: true, gsm7: false },
  ...{ signature: "飞聊", reports: true, incoming: true },
};

/** A link that does as a test says. */
export class ScriptedLink implements SmsLink {
  readonly capabilities = ANY_TEXT;
  readonly sent: Sms[] = [];
  answer: (sms: Sms) => SmsOutcome | Promise<SmsOutcome> = () => ({
    ...{ outcome: "accepted", carrier_message_ids: [`${this.id}-${this.sent.length}`] },
  });
  readonly id: string;
  state: SmsLinkState = "up";
  readonly #states = new Set<(state: SmsLinkState) => void>();
  readonly #reports = new Set<ReportListener>();
  #incoming: IncomingListener | null = null;

  constructor(id: string) {
    this.id = id;
  }

  async send(sms: Sms): Promise<SmsOutcome> {
    if (this.state === "closed") return { outcome: "refused", refusal: "closed", code: "local:closed" };
    this.sent.push(sms);
    return this.answer(sms);
  }

  become(state: SmsLinkState): void {
    this.state = state;
    for (const listener of this.#states) listener(state);
  }

  async report(carrier_message_id: string, to: string): Promise<void> {
    const report = {
      carrier_message_id,
      to,
      state: "delivered",
      reason: null,
      code: "DELIVRD",
      at: 0,
    } as const;
    await Promise.all([...this.#reports].map((listener) => listener(report)));
  }

  async write(sms: IncomingSms): Promise<void> {
    if (!this.#incoming) throw new Error("nobody listens");
    await this.#incoming(sms);
  }

  onState(listener: (state: SmsLinkState) => void): () => void {
    this.#states.add(listener);
    return () => this.#states.delete(listener);
  }

  onReport(listener: ReportListener): () => void {
    this.#reports.add(listener);
    return () => this.#reports.delete(listener);
  }

  onIncoming(listener: IncomingListener): () => void {
    this.#incoming = listener;
    return () => {
      this.#incoming = null;
    };
  }

  async close(): Promise<void> {
    this.become("closed");
    this.#reports.clear();
    this.#incoming = null;
  }
}

/** A definition whose link is made anew each time it is opened; `opened` keeps them all. */
export function scripted(id: string, opened: ScriptedLink[], terms: Partial<LinkTerms> = {}): LinkDefinition {
  return {
    terms: {
      ...{ id, label: id, kind: "simulator", serves: ["china_mobile"], virtual_operators: true },
      ...{ templates: [], capabilities: ANY_TEXT, price_fen: 5, throughput_per_s: 10, outstanding_max: 16 },
      ...{ day_fen_max: null, month_fen_max: null },
      ...terms,
    },
    webhooks: false,
    open() {
      const link = new ScriptedLink(id);
      opened.push(link);
      return link;
    },
  };
}

/** A link whose carrier calls: a webhook is answered with what it was, and is an SMS from a handset. */
export class ScriptedWebhookLink extends ScriptedLink implements WebhookLink {
  async respond(request: Request, path: string): Promise<Response> {
    const text = await request.text();
    await this.write({
      ...{ carrier_message_id: path, from: "+8613800138000", to: "10690013800", text },
      ...{ incomplete: false, at: 0 },
    });
    return new Response(`${path}: ${text}`);
  }
}
