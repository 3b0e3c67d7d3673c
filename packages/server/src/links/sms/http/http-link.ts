import { sign } from "@feiliao/sms/text";
import type { Clock } from "../../../platform/clock.ts";
import { codeOf } from "../../../platform/failure.ts";
import { describeFailure, type Logger } from "../../../platform/logger.ts";
import type { Random } from "../../../platform/random.ts";
import { nationalDigits } from "../e164.ts";
import { LinkListeners } from "../link-listeners.ts";
import type { WebhookLink } from "../link-pool.ts";
import type {
  IncomingListener,
  ReportListener,
  Sms,
  SmsCapabilities,
  SmsLinkState,
  SmsOutcome,
} from "../sms-link.ts";
import type { HttpSettings } from "./http-settings.ts";
import type { Secrets, Values } from "./placeholders.ts";
import { outcomeOf } from "./provider-answer.ts";
import { providerRequest } from "./provider-request.ts";
import { respondTo } from "./respond.ts";

export interface HttpLinkOptions {
  id: string;
  capabilities: SmsCapabilities;
  settings: HttpSettings;
  secrets: Secrets;
  /** What a template of ours is called there, and how its parameters are. */
  templates: Readonly<Record<string, { code: string; parameters: Readonly<Record<string, string>> }>>;
  /** Whether numbers without a country are of mainland China. */
  mainland: boolean;
  /** Where the provider reaches this server: `https://chat.example.org`; null: nowhere. */
  public_url: string | null;
  clock: Clock;
  random: Random;
  logger: Logger;
}

const ID_BYTES = 16;
const ANSWER_BYTES_MAX = 64 * 1024;
const CLOSE_MS_MAX = 5_000;
/** The connection was never made, so the request was not sent. */
const NOT_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|.*CERT.*|UNABLE_TO_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*)$/;

/** A provider that takes SMS by HTTP and calls back: everything about it is configured. */
export class HttpLink implements WebhookLink {
  readonly id: string;
  readonly capabilities: SmsCapabilities;
  readonly #options: HttpLinkOptions;
  readonly #listeners = new LinkListeners("up");
  readonly #sending = new Set<Promise<SmsOutcome>>();

  constructor(options: HttpLinkOptions) {
    this.id = options.id;
    this.capabilities = options.capabilities;
    this.#options = options;
  }

  get state(): SmsLinkState {
    return this.#listeners.state;
  }

  async send(sms: Sms): Promise<SmsOutcome> {
    if (this.state === "closed") return { outcome: "refused", refusal: "closed", code: "local:closed" };
    const { capabilities, templates } = this.#options;
    if (!capabilities.free_text && !templates[sms.template_id]) {
      return { outcome: "refused", refusal: "bad_request", code: "local:no_template" };
    }
    const sending = this.#send(sms);
    this.#sending.add(sending);
    return sending.finally(() => this.#sending.delete(sending));
  }

  onState(listener: (state: SmsLinkState) => void): () => void {
    return this.#listeners.onState(listener);
  }

  onReport(listener: ReportListener): () => void {
    return this.#listeners.onReport(listener);
  }

  onIncoming(listener: IncomingListener): () => void {
    return this.#listeners.onIncoming(listener);
  }

  respond(request: Request, path: string, peer_address: string): Promise<Response> {
    const { settings, secrets, mainland, public_url, clock, logger } = this.#options;
    return respondTo(request, path, peer_address, {
      ...{ settings: settings.webhooks, secrets, mainland, public_url, clock, logger },
      listeners: this.#listeners,
    });
  }

  async close(): Promise<void> {
    this.#listeners.become("closed");
    const { clock } = this.#options;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = clock.setTimeout(resolve, CLOSE_MS_MAX);
    await Promise.race([Promise.all(this.#sending), late]);
    clock.clearTimeout(timer);
  }

  async #send(sms: Sms): Promise<SmsOutcome> {
    const { settings, clock, random } = this.#options;
    const own_id = Buffer.from(random.bytes(ID_BYTES)).toString("hex");
    const request = this.#request(sms, own_id);
    if (!request) return { outcome: "refused", refusal: "bad_request", code: "local:request" };
    const abort = new AbortController();
    const timer = clock.setTimeout(() => abort.abort(), settings.request.timeout_ms);
    try {
      const response = await fetch(request, { redirect: "manual", signal: abort.signal });
      const text = await beginningOf(response);
      const content_type = response.headers.get("content-type") ?? "";
      return outcomeOf(settings.answer, { status: response.status, content_type, text }, own_id);
    } catch (failure) {
      const code = abort.signal.aborted ? "timeout" : codeOf(failure);
      this.#options.logger.warn("a provider of SMS did not answer", { link: this.id, code });
      if (NOT_CONNECTED.test(code)) return { outcome: "refused", refusal: "closed", code: `local:${code}` };
      return { outcome: "unknown", carrier_message_ids: settings.answer.message_id === null ? [own_id] : [] };
    } finally {
      clock.clearTimeout(timer);
    }
  }

  /** Null when the settings make none of this SMS, as of a URL that is none. */
  #request(sms: Sms, own_id: string): Request | null {
    const { settings, secrets, clock, logger } = this.#options;
    try {
      const circumstances = { secrets, nonce: own_id, now: clock.now() };
      return providerRequest(settings.request, this.#values(sms, own_id), circumstances);
    } catch (failure) {
      logger.error("the settings of a link make no request", {
        link: this.id,
        error: describeFailure(failure),
      });
      return null;
    }
  }

  #values({ to, extension, template_id, parameters, text, valid_ms }: Sms, id: string): Values {
    const { number, signature } = this.capabilities;
    const { public_url, templates } = this.#options;
    const template = templates[template_id];
    const named = Object.entries(template?.parameters ?? {});
    const renamed = Object.fromEntries(named.map(([name, theirs]) => [theirs, parameters[name] ?? ""]));
    return {
      ...{ to, to_digits: to.replace(/^\+/, ""), to_national: nationalDigits(to), id },
      from: `${number ?? ""}${extension}`,
      text: signature === null ? text : sign(signature, text),
      unsigned_text: text,
      signature: signature ?? "",
      template: template?.code ?? "",
      parameters: JSON.stringify(renamed),
      valid_s: String(Math.max(1, Math.floor(valid_ms / 1_000))),
      valid_min: String(Math.max(1, Math.floor(valid_ms / 60_000))),
      report_url: `${public_url ?? ""}/links/${this.id}/report?id=${id}`,
    };
  }
}

async function beginningOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= ANSWER_BYTES_MAX) break;
  }
  return Buffer.concat(pieces).toString("utf8");
}
