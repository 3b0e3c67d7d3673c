import type { CallInput, Output } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { Credentials } from "./cache/records.ts";
import type { Http } from "./connection/http.ts";
import type { Platform } from "./platform.ts";
import type { LinkPhase, LinkRequest } from "./types.ts";

interface Parts {
  http: Http;
  platform: Platform;
  /** Origin of the server. */
  url: string;
  signIn(credentials: Credentials): Promise<void>;
}

/** After an answer that did not come. */
const RETRY_AFTER_MS = 2_000;

/** Waits, with one long request after the other, until a scanned link is decided. */
export class Link implements LinkRequest {
  readonly url: string;
  readonly expires_at: number;
  readonly #parts: Parts;
  readonly #started: Output<"link/start">;
  readonly #listeners = new Set<() => void>();
  #phase: LinkPhase = "waiting";
  #cancelled = false;

  static async start(parts: Parts, device: CallInput<"link/start">): Promise<Link> {
    const link = new Link(parts, await parts.http.call("link/start", device, null));
    void link.#run();
    return link;
  }

  private constructor(parts: Parts, started: Output<"link/start">) {
    this.#parts = parts;
    this.#started = started;
    // In the fragment, which no request carries: the link is told to who scans it, and to no log on the way.
    this.url = `${parts.url.replace(/\/+$/, "")}/link#${started.link_id}`;
    this.expires_at = parts.platform.clock.now() + started.expires_in_s * 1_000;
  }

  get phase(): LinkPhase {
    return this.#phase;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cancel(): void {
    this.#cancelled = true;
  }

  async #run(): Promise<void> {
    while (!this.#cancelled && (this.#phase === "waiting" || this.#phase === "scanned")) {
      try {
        await this.#ask(this.#phase);
      } catch (failure) {
        if (failure instanceof FeiliaoError && failure.details.retry_after_s === undefined) {
          this.#enter("expired");
        } else await this.#pause();
      }
    }
  }

  async #ask(known: "waiting" | "scanned"): Promise<void> {
    const { http, signIn } = this.#parts;
    const { link_id, secret } = this.#started;
    const answer = await http.call("link/wait", { link_id, secret, known }, null);
    if (this.#cancelled) return;
    if (answer.state === "confirmed") {
      await signIn(answer.credentials);
      this.#enter("signed_in");
    } else this.#enter(answer.state);
  }

  #enter(phase: LinkPhase): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    for (const listener of this.#listeners) listener();
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.platform.clock.setTimeout(resolve, RETRY_AFTER_MS);
    });
  }
}
