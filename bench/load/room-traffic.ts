import { Latency, type LatencySummary } from "../measure/latency.ts";
import type { Client, Listener } from "./driver.ts";
import { Losses } from "./losses.ts";

/** Counts and latencies of a room in which each sender has one message travelling. */
export class RoomTraffic implements Listener {
  onComplete: (sender: number) => void = () => {};
  readonly losses = new Losses();
  private deliveries = 0;
  private complete = 0;
  private readonly delivery = new Latency();
  private readonly lastMember = new Latency();
  /** How many have received the message that each sender has on its way. */
  private readonly received = new Map<number, number>();
  private readonly receivers: number;
  private readonly startedAt = performance.now();

  constructor(receivers: number) {
    this.receivers = receivers;
  }

  message(_client: Client, sentAt: number, sender: number): void {
    if (sentAt < this.startedAt) return;
    const latency_ms = performance.now() - sentAt;
    this.deliveries++;
    this.delivery.add(latency_ms);
    const received = (this.received.get(sender) ?? 0) + 1;
    this.received.set(sender, received % this.receivers);
    if (received === this.receivers) {
      this.complete++;
      this.lastMember.add(latency_ms);
      this.onComplete(sender);
    }
  }

  accepted(): void {}

  lost(_client: Client, reason: string): void {
    this.losses.add(reason);
  }

  reset(): void {
    this.deliveries = 0;
    this.complete = 0;
    this.delivery.reset();
    this.lastMember.reset();
  }

  read(): { deliveries: number; complete: number; delivery: LatencySummary; last_member: LatencySummary } {
    return {
      deliveries: this.deliveries,
      complete: this.complete,
      delivery: this.delivery.summary(),
      last_member: this.lastMember.summary(),
    };
  }
}
