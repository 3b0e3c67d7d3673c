import type { SmsCustomer } from "./stack.ts";

/** 70 characters of UCS-2: a message of one part, as long as it may be. */
const TEXT = "飞".repeat(70);
const REPORTS_MS_MAX = 10_000;

export interface Sending {
  window: number;
  warm_up_ms: number;
  measured_ms: number;
  reports: boolean;
}

/** What was sent while it was measured. */
export interface Measured {
  /** Accepted by the carrier. */
  messages: number;
  seconds: number;
  /** CPU of this process. */
  client_us: number;
}

export interface Heard {
  warm(): void;
  measured(measured: Measured): void;
}

/**
 * Closed loop: as many messages as the window allows are on their way, and the next leaves when one was accepted.
 * Resolves with how many of the reports that were asked for, warm-up included, have not come.
 */
export async function send(customer: SmsCustomer, sending: Sending, heard: Heard): Promise<number> {
  let accepted = 0;
  let goOn = true;
  const loops = Array.from({ length: sending.window }, async () => {
    while (goOn) {
      await customer.submit(TEXT, sending.reports);
      accepted++;
    }
  });
  await Bun.sleep(sending.warm_up_ms);
  heard.warm();
  const accepted_before = accepted;
  const cpu_before = process.cpuUsage();
  const began_ms = performance.now();
  await Bun.sleep(sending.measured_ms);
  const { user, system } = process.cpuUsage(cpu_before);
  const seconds = (performance.now() - began_ms) / 1e3;
  heard.measured({ messages: accepted - accepted_before, seconds, client_us: user + system });
  goOn = false;
  await Promise.all(loops);
  return sending.reports ? missingReports(customer, accepted) : 0;
}

async function missingReports(customer: SmsCustomer, accepted: number): Promise<number> {
  const deadline_ms = performance.now() + REPORTS_MS_MAX;
  while (customer.reported < accepted && performance.now() < deadline_ms) await Bun.sleep(10);
  return accepted - customer.reported;
}
