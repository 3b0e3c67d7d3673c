import type { CarrierClient } from "../peer/client.ts";
import type { Direction } from "../peer/client-role.ts";
import { DialledClient, type DialledClientOptions } from "../peer/dialled-client.ts";
import { encode } from "./codec.ts";
import { type EsmeOptions, EsmeRole } from "./esme-role.ts";

export interface SmppClientOptions extends DialledClientOptions, EsmeOptions {
  /** One connection for both directions (bind_transceiver), or a transmitter and a receiver beside each other. */
  bind?: "transceiver" | "separate";
}

/** An ESME. Begins to dial at once. @throws FieldOverflow for a system_id, password or system_type that is too long */
export function smppClient(options: SmppClientOptions): CarrierClient {
  encode(new EsmeRole(options, "both").bind(1));
  const directions: Direction[] = options.bind === "separate" ? ["send", "receive"] : ["both"];
  return new DialledClient((direction) => new EsmeRole(options, direction), options, directions);
}
