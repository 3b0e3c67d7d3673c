import { ListeningServer, type ListenOptions } from "../peer/listening-server.ts";
import type { CarrierServer } from "../peer/server.ts";
import { type SmscOptions, SmscRole } from "./smsc-role.ts";

export interface SmppServerOptions extends ListenOptions, Omit<SmscOptions, "now" | "newMessageId"> {
  /** Where the ids of accepted messages begin; they count up, in hexadecimal. */
  first_message_id?: number;
}

/** An SMSC. Resolves when it listens; rejects when it cannot. */
export function smppServer(options: SmppServerOptions): Promise<CarrierServer> {
  let next_id = options.first_message_id ?? options.clock.now();
  const smsc = {
    ...options,
    now: () => options.clock.now(),
    newMessageId: () => (next_id++).toString(16),
  };
  return new ListeningServer(() => new SmscRole(smsc), options).listen();
}
