import type { Clock } from "../../../../platform/clock.ts";
import type { Changes } from "../changes.ts";
import type { StoredMessage } from "../store/message-store.ts";
import type { SimulatorStore } from "../store/simulator-store.ts";
import { Agenda } from "./agenda.ts";
import { arrivalAt } from "./arrival.ts";
import type { CarrierId } from "./carrier.ts";
import type { Part } from "./journey.ts";
import type { Line, PartEnd } from "./line.ts";

const STEPS_AT_ONCE_MAX = 100;
/** A report that nobody took is offered again, as carriers do. */
const REPORT_AGAIN_MS = 10_000;
const REPORT_TRIES_MAX = 30;

type EndedPart = Part & { state: PartEnd["state"]; done_at: number };

interface Parts {
  store: SimulatorStore;
  changes: Changes;
  clock: Clock;
  lineOf: (carrier: CarrierId) => Line;
  /** A message has come to a handset, whole. */
  onArrival: (message: StoredMessage) => void;
}

/** Moves the accepted parts on when their time has come. What is under way when the process ends goes on afterwards. */
export class Journeys {
  readonly #parts: Parts;
  readonly #agenda: Agenda;
  #closed = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#agenda = new Agenda(parts.clock, () => this.goOn());
  }

  /** Does what is due, and wakes up again when there is more. */
  goOn(): void {
    if (this.#closed) return;
    const { store, clock } = this.#parts;
    for (;;) {
      const due = store.parts.due(clock.now(), STEPS_AT_ONCE_MAX);
      if (due.length === 0) break;
      for (const part of due) this.#step(part);
    }
    this.#agenda.wakeAt(store.parts.nextDueAt());
  }

  close(): void {
    this.#closed = true;
    this.#agenda.wakeAt(null);
  }

  #step(part: Part): void {
    if (hasEnded(part)) this.#report(part);
    else this.#arrive(part);
  }

  #arrive(part: Part): void {
    const { store, changes, clock, onArrival } = this.#parts;
    const now = clock.now();
    const shown = store.transaction(() => {
      const arrival = arrivalAt(store.handsets.settings(part.number), part, now);
      if (arrival.at === "carrier") {
        store.parts.move(part, { ...part, phase: "waiting", due_at: part.expires_at });
        return [];
      }
      if (arrival.at === "end") {
        store.parts.move(part, ended(part, arrival.state, arrival.reason, now));
        return [];
      }
      if (!store.parts.move(part, ended(part, "delivered", null, now))) return [];
      return Array.from({ length: part.copies }, () => store.long.show(part, now));
    });
    for (const message of shown) {
      if (store.messages.isShown(message)) changes.tellMessage(message);
      if (message.missing === 0) onArrival(message);
    }
  }

  #report(part: EndedPart): void {
    const { store, changes, lineOf } = this.#parts;
    const offered = { ...part, due_at: null, tries: part.tries + 1 };
    const delivered = store.transaction(() => {
      if (!store.parts.move(part, offered)) return null;
      return part.state === "delivered" ? store.messages.setDelivered(part) : [];
    });
    if (delivered === null) return;
    for (const message of delivered) if (store.messages.isShown(message)) changes.tellMessage(message);
    void this.#offer(lineOf(part.carrier), offered);
  }

  async #offer(line: Line, part: EndedPart): Promise<void> {
    const copies = Array.from({ length: part.reports }, () => line.report(part.account, endOf(part)));
    const taken = (await Promise.all(copies)).includes(true);
    if (this.#closed) return;
    const { store, clock } = this.#parts;
    const next: Part =
      taken || part.tries >= REPORT_TRIES_MAX
        ? { ...part, phase: "ended" }
        : { ...part, due_at: clock.now() + REPORT_AGAIN_MS };
    store.transaction(() => store.parts.move(part, next));
    if (!taken) this.goOn();
  }
}

function ended(part: Part, state: PartEnd["state"], reason: Part["reason"], now: number): Part {
  const over = { ...part, state, reason, done_at: now };
  return part.reports > 0
    ? { ...over, phase: "reporting", due_at: now + part.report_after_ms }
    : { ...over, phase: "ended", due_at: null };
}

function endOf(part: EndedPart): PartEnd {
  const { message_id, sender, number, state, reason, done_at } = part;
  return { message_id, sender, number, state, reason, code: `simulator:${reason ?? state}`, at: done_at };
}

function hasEnded(part: Part): part is EndedPart {
  return part.state !== "accepted" && part.done_at !== null;
}
