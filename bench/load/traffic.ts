import { Latency, type LatencySummary } from "../measure/latency.ts";
import type { Client, Listener } from "./driver.ts";
import { Losses } from "./losses.ts";
import { SendTimes } from "./send-times.ts";

export interface Counts {
  sent: number;
  delivered: number;
  accepted: number;
}

/** Counts and latencies of everything a fleet sends one to one; the listener of its clients. */
export class Traffic implements Listener {
  onDelivered: (sender: number) => void = () => {};
  onAccepted: (client: Client, count: number) => void = () => {};
  readonly losses = new Losses();
  private readonly total: Counts = { sent: 0, delivered: 0, accepted: 0 };
  private readonly delivery = new Latency();
  private readonly accept = new Latency();
  private readonly sendTimes = new Map<Client, SendTimes>();
  /** Bodies made before this belong to an earlier scenario. */
  private readonly startedAt = performance.now();

  /** To be called just before a message is sent. */
  sending(client: Client): void {
    this.total.sent++;
    this.sendTimesOf(client).push(performance.now());
  }

  message(_client: Client, sentAt: number, sender: number): void {
    if (sentAt < this.startedAt) return;
    this.total.delivered++;
    this.delivery.add(performance.now() - sentAt);
    this.onDelivered(sender);
  }

  accepted(client: Client, count: number): void {
    const now = performance.now();
    const times = this.sendTimesOf(client);
    this.total.accepted += count;
    for (let k = 0; k < count; k++) this.accept.add(now - times.shift());
    this.onAccepted(client, count);
  }

  lost(_client: Client, reason: string): void {
    this.losses.add(reason);
  }

  counts(): Counts {
    return { ...this.total };
  }

  since(before: Counts): Counts {
    return {
      sent: this.total.sent - before.sent,
      delivered: this.total.delivered - before.delivered,
      accepted: this.total.accepted - before.accepted,
    };
  }

  resetLatencies(): void {
    this.delivery.reset();
    this.accept.reset();
  }

  /** `delivery`: until the body reached the other client; `accept`: until the sender had the confirmation. */
  latencies(): { delivery: LatencySummary; accept: LatencySummary } {
    return { delivery: this.delivery.summary(), accept: this.accept.summary() };
  }

  private sendTimesOf(client: Client): SendTimes {
    let times = this.sendTimes.get(client);
    if (!times) {
      times = new SendTimes();
      this.sendTimes.set(client, times);
    }
    return times;
  }
}
