import { counter, firstWithin } from "../mainland/counter.ts";
import { ListeningServer, type ListenOptions } from "../peer/listening-server.ts";
import type { CarrierServer } from "../peer/server.ts";
import { makeMessageId } from "./message-id.ts";
import { type SmgwOptions, SmgwRole } from "./smgw-role.ts";

export interface SmgpServerOptions extends ListenOptions, Pick<SmgwOptions, "heartbeat"> {
  /** The gateway's number, 6 digits: part of the ids of its messages. */
  gateway?: number;
}

/** A gateway of China Telecom. Resolves when it listens; rejects when it cannot. */
export function smgpServer(options: SmgpServerOptions): Promise<CarrierServer> {
  const { clock, gateway = 1 } = options;
  const count = counter(firstWithin(60_000, 1_000_000, clock.now()));
  const smgw: SmgwOptions = {
    ...options,
    now: () => clock.now(),
    newMessageId: () => makeMessageId(clock.now(), gateway, count()),
  };
  return new ListeningServer(() => new SmgwRole(smgw), options).listen();
}
