import type { Output, VerificationId } from "@feiliao/protocol";
import type { Http } from "../connection/http.ts";
import type { Platform } from "../platform.ts";
import type { SmsProof, SmsProofPhase } from "../types.ts";
import { keepAsking } from "./keep-asking.ts";

/** Waits, with one long request after the other, until the SMS has come that proves a number. */
export class AwaitedSms implements SmsProof {
  readonly expires_at: number;
  readonly #http: Http;
  readonly #asked: Output<"verification/expect">;
  readonly #listeners = new Set<() => void>();
  #phase: SmsProofPhase = { phase: "waiting" };
  #cancelled = false;

  constructor(http: Http, { clock }: Platform, asked: Output<"verification/expect">) {
    this.#http = http;
    this.#asked = asked;
    this.expires_at = clock.now() + asked.expires_in_s * 1_000;
    void this.#run(clock);
  }

  get verification_id(): VerificationId {
    return this.#asked.verification_id;
  }

  get number(): string {
    return this.#asked.number;
  }

  get send_to(): string {
    return this.#asked.send_to;
  }

  get text(): string {
    return this.#asked.text;
  }

  get phase(): SmsProofPhase {
    return this.#phase;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  cancel(): void {
    this.#cancelled = true;
  }

  async #run(clock: Platform["clock"]): Promise<void> {
    const waits = () => !this.#cancelled && this.#phase.phase === "waiting";
    if (await keepAsking(clock, waits, () => this.#ask())) this.#enter({ phase: "expired" });
  }

  async #ask(): Promise<void> {
    const { verification_id, secret } = this.#asked;
    const answer = await this.#http.call("verification/wait", { verification_id, secret }, null);
    if (answer.state === "received") this.#enter({ phase: "received", code: answer.code });
  }

  #enter(phase: SmsProofPhase): void {
    if (this.#cancelled) return;
    this.#phase = phase;
    for (const listener of this.#listeners) listener();
  }
}
