import { counter, firstWithin } from "../mainland/counter.ts";
import { ListeningServer, type ListenOptions } from "../peer/listening-server.ts";
import type { CarrierServer } from "../peer/server.ts";
import { type IsmgOptions, IsmgRole } from "./ismg-role.ts";
import { makeMessageId } from "./message-id.ts";

export interface CmppServerOptions extends ListenOptions, Pick<IsmgOptions, "version" | "heartbeat"> {
  /** The gateway's number, 22 bits: part of the ids of its messages. */
  gateway?: number;
}

/** A gateway of China Mobile. Resolves when it listens; rejects when it cannot. */
export function cmppServer(options: CmppServerOptions): Promise<CarrierServer> {
  const { clock, gateway = 1 } = options;
  const count = counter(firstWithin(1_000, 0x1_0000, clock.now()));
  const ismg: IsmgOptions = {
    ...options,
    now: () => clock.now(),
    newMessageId: () => makeMessageId(clock.now(), gateway, count()),
  };
  return new ListeningServer(() => new IsmgRole(ismg), options).listen();
}
