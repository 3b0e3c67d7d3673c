import type { CarrierClient, CarrierState, WindowUse } from "../peer/client.ts";
import { DialledClient, type DialledClientOptions } from "../peer/dialled-client.ts";
import type { SubmitOutcome } from "../peer/outcome.ts";
import type { IncomingPart, OutgoingPart } from "../peer/part.ts";
import type { Report } from "../peer/report.ts";
import { DialBackListener } from "./dial-back-listener.ts";
import type { SgipPdu, SgipSequence } from "./pdu.ts";
import { sgipSequences } from "./sequence.ts";
import { type SgipAccount, SgipSpRole } from "./sp-role.ts";

export interface SgipClientOptions extends Omit<DialledClientOptions, "rests">, SgipAccount {
  /** The SP's node, 3AAAACCCCC in decimal: 3, area code, SP. */
  node_id: number;
  /** Where the SMG dials back to. */
  dial_back: {
    /** 127.0.0.1 when not given. */
    host?: string;
    /** 0 lets the system choose. */
    port: number;
    /** What the SMG logs in with; the SP's own name and password when not given. */
    login_name?: string;
    login_password?: string;
  };
}

/**
 * An SP at an SMG of China Unicom. It dials to submit, and puts the line down when there is nothing to submit; it is `up`
 * all the same. For messages and reports the SMG dials back.
 */
export class SgipClient implements CarrierClient {
  readonly #submitting: DialledClient<SgipPdu, SgipSequence>;
  readonly #listener: DialBackListener;

  private constructor(submitting: DialledClient<SgipPdu, SgipSequence>, listener: DialBackListener) {
    this.#submitting = submitting;
    this.#listener = listener;
  }

  /** Dials when it listens; rejects when it cannot listen. */
  static async start(options: SgipClientOptions): Promise<SgipClient> {
    const { dial_back, clock, limits, onFailure } = options;
    const sequences = sgipSequences(options.node_id, clock);
    const newRole = () => new SgipSpRole(options, sequences, clock);
    let submitting: DialledClient<SgipPdu, SgipSequence> | null = null;
    const listener = await new DialBackListener({
      host: dial_back.host ?? "127.0.0.1",
      port: dial_back.port,
      login_name: dial_back.login_name ?? options.system_id,
      login_password: dial_back.login_password ?? options.password,
      clock,
      ...(limits && { limits }),
      role: newRole(),
      take: (received) => submitting?.take(received) ?? Promise.reject(new Error("not started yet")),
      ...(onFailure && { onFailure }),
    }).listen();
    submitting = new DialledClient(newRole, { ...options, rests: true }, ["send"]);
    return new SgipClient(submitting, listener);
  }

  /** Where the SMG dials back to. */
  get port(): number {
    return this.#listener.port;
  }

  get state(): CarrierState {
    return this.#submitting.state;
  }

  get trouble(): string | null {
    return this.#submitting.trouble;
  }

  onState(listener: (state: CarrierState) => void): () => void {
    return this.#submitting.onState(listener);
  }

  submit(part: OutgoingPart): Promise<SubmitOutcome> {
    return this.#submitting.submit(part);
  }

  onReport(listener: (report: Report) => Promise<void>): void {
    this.#submitting.onReport(listener);
  }

  onIncoming(listener: (part: IncomingPart) => Promise<void>): void {
    this.#submitting.onIncoming(listener);
  }

  window(): WindowUse {
    return this.#submitting.window();
  }

  async close(): Promise<void> {
    await this.#submitting.close();
    await this.#listener.close();
  }
}

/** Resolves when it listens, and dials then; rejects when it cannot listen. */
export function sgipClient(options: SgipClientOptions): Promise<SgipClient> {
  return SgipClient.start(options);
}
