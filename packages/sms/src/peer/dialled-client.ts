import { FieldOverflow } from "../octets/writer.ts";
import type { Clock, Random } from "../session/clock.ts";
import { type Address, connect } from "../session/connect.ts";
import { Dialling, type DialRule, type Line } from "../session/dial.ts";
import { RequestFailed } from "../session/request-failed.ts";
import { type CloseReason, SESSION_LIMITS, Session, type SessionLimits } from "../session/session.ts";
import type { CarrierClient, CarrierState, WindowUse } from "./client.ts";
import { type ClientRole, type Direction, type Received, Unsubmittable } from "./client-role.ts";
import { EarlyReports } from "./early-reports.ts";
import type { SubmitOutcome } from "./outcome.ts";
import type { IncomingPart, OutgoingPart } from "./part.ts";
import type { Refusal } from "./refusal.ts";
import type { Report } from "./report.ts";

export interface DialledClientOptions extends Address {
  clock: Clock;
  random: Random;
  limits?: Partial<SessionLimits>;
  dial?: Partial<DialRule>;
  connect_ms?: number;
  /** How long a report waits for the answer to its submit, when it comes before it. */
  report_hold_ms?: number;
  /** Whether a line that the peer or silence put down rests until there is something to submit. */
  rests?: boolean;
  /** Hears why a listener rejected a report or a message; the carrier was told to try again. */
  onFailure?: (failure: unknown) => void;
}

const CONNECT_MS = 10_000;
const REPORT_HOLD_MS = 1000;

class ClientLine<Pdu, Sequence> implements Line {
  readonly session: Session<Pdu, Sequence>;
  readonly role: ClientRole<Pdu, Sequence>;

  constructor(session: Session<Pdu, Sequence>, role: ClientRole<Pdu, Sequence>) {
    this.session = session;
    this.role = role;
  }

  get isOpen(): boolean {
    return this.session.isOpen;
  }

  get closed(): Promise<CloseReason> {
    return this.session.closed;
  }

  drain(): Promise<void> {
    return this.session.drain();
  }
}

/** A client that dials: over one connection for both directions, or over one for each. */
export class DialledClient<Pdu, Sequence = number> implements CarrierClient {
  readonly #roleFor: (direction: Direction) => ClientRole<Pdu, Sequence>;
  readonly #options: DialledClientOptions;
  readonly #reports: EarlyReports;
  readonly #lines: readonly Dialling<ClientLine<Pdu, Sequence>>[];
  readonly #listeners = new Set<(state: CarrierState) => void>();
  #state: CarrierState = "connecting";
  #trouble: string | null = null;
  #report: (report: Report) => Promise<void> = () => Promise.reject(new Error("nobody takes reports"));
  #incoming: (part: IncomingPart) => Promise<void> = () => Promise.reject(new Error("nobody takes messages"));

  /** The first of `directions` is the one that sends. */
  constructor(
    roleFor: (direction: Direction) => ClientRole<Pdu, Sequence>,
    options: DialledClientOptions,
    directions: readonly Direction[] = ["both"],
  ) {
    this.#roleFor = roleFor;
    this.#options = options;
    this.#reports = new EarlyReports(options.clock, options.report_hold_ms ?? REPORT_HOLD_MS);
    this.#lines = directions.map(
      (direction) =>
        new Dialling({
          open: (stop) => this.#open(direction, stop),
          clock: options.clock,
          random: options.random,
          ...(options.dial && { rule: options.dial }),
          ...(options.rests && { rests: options.rests }),
          onState: () => this.#look(),
        }),
    );
  }

  get state(): CarrierState {
    return this.#state;
  }

  get trouble(): string | null {
    return this.#trouble;
  }

  onState(listener: (state: CarrierState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onReport(listener: (report: Report) => Promise<void>): void {
    this.#report = listener;
  }

  onIncoming(listener: (part: IncomingPart) => Promise<void>): void {
    this.#incoming = listener;
  }

  async submit(part: OutgoingPart): Promise<SubmitOutcome> {
    const sender = await this.#lines[0]!.call();
    if (sender === null) return refused("closed", "local:not_connected");
    this.#reports.submitting();
    const outcome = await submitOver(sender, part);
    this.#reports.settled(outcome);
    return outcome;
  }

  window(): WindowUse {
    const sender = this.#lines[0]!.state;
    if (sender.phase === "up") {
      const { size, outstanding, waiting } = sender.line.session.window;
      return { size, outstanding, waiting };
    }
    return { size: this.#options.limits?.window ?? SESSION_LIMITS.window, outstanding: 0, waiting: 0 };
  }

  async close(): Promise<void> {
    await Promise.all(this.#lines.map((line) => line.close()));
  }

  /** Hands on what the carrier sent, over whichever connection, and resolves to the answer it gets. */
  async take(received: Received<Pdu>): Promise<Pdu> {
    if (received.kind === "answered") return received.answer;
    if (received.kind === "report") await this.#report(await this.#reports.inOrder(received.report));
    else await this.#incoming(received.part);
    return received.taken;
  }

  async #open(direction: Direction, stop: AbortSignal): Promise<ClientLine<Pdu, Sequence>> {
    const { clock, connect_ms = CONNECT_MS, limits } = this.#options;
    const role = this.#roleFor(direction);
    const session = new Session(await connect(this.#options, clock, connect_ms, stop), role.dialect, {
      clock,
      idle: role.idle,
      ...(limits && { limits }),
      nextSequence: () => role.nextSequence(),
      handle: (request) => this.take(role.receive(request)),
      onFailure: this.#options.onFailure,
    });
    const cut = () => session.cut();
    stop.addEventListener("abort", cut);
    try {
      await role.login(session);
    } catch (failure) {
      session.cut();
      throw failure;
    } finally {
      stop.removeEventListener("abort", cut);
    }
    return new ClientLine(session, role);
  }

  /** As good as the worst of its lines. */
  #look(): void {
    const phases = this.#lines.map((line) => line.state.phase);
    const worst = (["closed", "denied", "down", "connecting"] as const).find((phase) =>
      phases.includes(phase),
    );
    const state = worst ?? "up";
    this.#trouble = state === "up" ? null : (this.#troubleOfLines() ?? this.#trouble);
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  #troubleOfLines(): string | null {
    for (const { state } of this.#lines) {
      if (state.phase === "denied") return state.code;
      if (state.phase === "down") return state.why;
    }
    return null;
  }
}

async function submitOver<Pdu, Sequence>(
  { session, role }: ClientLine<Pdu, Sequence>,
  part: OutgoingPart,
): Promise<SubmitOutcome> {
  try {
    const request = role.submit(part, session.nextSequence());
    return role.outcome(request, await session.request(request));
  } catch (failure) {
    return outcomeOf(failure);
  }
}

function outcomeOf(failure: unknown): SubmitOutcome {
  if (failure instanceof Unsubmittable) return refused("bad_request", failure.code);
  if (failure instanceof FieldOverflow) return refused("bad_request", "local:field");
  if (!(failure instanceof RequestFailed)) throw failure;
  if (failure.certainty === "unknown") return { outcome: "unknown" };
  if (failure.failure === "queue_full") return refused("throttled", "local:queue_full");
  return refused("closed", failure.failure === "draining" ? "local:draining" : "local:not_connected");
}

function refused(refusal: Refusal, code: string): SubmitOutcome {
  return { outcome: "refused", refusal, code };
}
