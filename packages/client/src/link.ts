import type { CallInput, Output } from "@feiliao/protocol";
import type { Credentials } from "./cache/records.ts";
import type { Http } from "./connection/http.ts";
import type { Platform } from "./platform.ts";
import { keepAsking } from "./sign-in/keep-asking.ts";
import type { LinkPhase, LinkRequest } from "./types.ts";

interface Parts {
  http: Http;
  platform: Platform;
  /** Origin of the server. */
  url: string;
  signIn(credentials: Credentials): Promise<void>;
}

/** Waits, with one long request after the other, until a scanned link is decided. */
export class Link implements LinkRequest {
  readonly url: string;
  readonly #parts: Parts;
  readonly #started: Output<"link/start">;
  readonly #listeners = new Set<() => void>();
  #phase: LinkPhase = "waiting";
  #expires_at: number;
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
    this.#expires_at = parts.platform.clock.now() + started.expires_in_s * 1_000;
  }

  get expires_at(): number {
    return this.#expires_at;
  }

  get phase(): LinkPhase {
    return this.#phase;
  }

  async ask(number: string): Promise<string> {
    const { http, platform } = this.#parts;
    const { link_id, secret } = this.#started;
    const { check, expires_in_s } = await http.call("link/ask", { link_id, secret, number }, null);
    this.#expires_at = platform.clock.now() + expires_in_s * 1_000;
    return check;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cancel(): void {
    this.#cancelled = true;
  }

  async #run(): Promise<void> {
    const waits = () => !this.#cancelled && (this.#phase === "waiting" || this.#phase === "scanned");
    const over = await keepAsking(this.#parts.platform.clock, waits, () =>
      this.#ask(this.#phase === "scanned" ? "scanned" : "waiting"),
    );
    if (over) this.#enter("expired");
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
}
