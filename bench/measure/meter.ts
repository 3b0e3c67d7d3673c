import { cpuTime, kernelThreadTime, machineBusyTime, writtenBytes } from "./proc.ts";
import { toPercent } from "./round.ts";

/** What was used between the start of a meter and its reading. Times in microseconds. */
export interface Usage {
  seconds: number;
  server_us: number;
  client_us: number;
  written_bytes: number;
  shares: CpuShares;
}

/** Percent of one core: the server, this load generator, kernel threads, and everything foreign. */
export interface CpuShares {
  server_cpu_pct: number;
  client_cpu_pct: number;
  kernel_cpu_pct: number;
  other_cpu_pct: number;
}

/** Accounts CPU time and writes from its construction on. `pids` are the server's, its database included. */
export class Meter {
  private readonly pids: readonly number[];
  private readonly startedAt = performance.now();
  private readonly clientBefore = process.cpuUsage();
  private readonly before: ReturnType<typeof counters>;

  constructor(pids: readonly number[]) {
    this.pids = pids;
    this.before = counters(pids);
  }

  read(): Usage {
    const seconds = (performance.now() - this.startedAt) / 1e3;
    const now = counters(this.pids);
    const client = process.cpuUsage(this.clientBefore);
    const client_us = client.user + client.system;
    const server_us = now.server - this.before.server;
    const kernel_us = now.kernel - this.before.kernel;
    const busy_us = now.busy - this.before.busy;
    const percent = (us: number) => toPercent(us, seconds);
    return {
      seconds,
      server_us,
      client_us,
      written_bytes: now.written - this.before.written,
      shares: {
        server_cpu_pct: percent(server_us),
        client_cpu_pct: percent(client_us),
        kernel_cpu_pct: percent(kernel_us),
        other_cpu_pct: percent(Math.max(0, busy_us - server_us - client_us - kernel_us)),
      },
    };
  }
}

function counters(pids: readonly number[]) {
  return {
    server: cpuTime(pids),
    written: writtenBytes(pids),
    kernel: kernelThreadTime(),
    busy: machineBusyTime(),
  };
}
