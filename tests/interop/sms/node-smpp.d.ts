/** What the tests use of the npm package `smpp`, which comes without types. */
declare module "smpp" {
  export interface Message {
    message: string | Uint8Array;
    udh?: Uint8Array | Uint8Array[];
  }

  export interface Pdu {
    command: string;
    command_status: number;
    sequence_number: number;
    message_id: string;
    system_id: string;
    password: string;
    source_addr: string;
    destination_addr: string;
    registered_delivery: number;
    esm_class: number;
    data_coding: number;
    receipted_message_id?: string;
    message_state?: number;
    short_message: Message;
    response(fields?: Fields): Pdu;
  }

  export type Fields = Record<string, unknown>;
  export type Answered = (response: Pdu) => void;

  export interface Session {
    on(event: "pdu" | (string & {}), listener: (pdu: Pdu) => void): void;
    send(pdu: Pdu): void;
    bind_transceiver(fields: Fields, answered: Answered): void;
    submit_sm(fields: Fields, answered: Answered): void;
    deliver_sm(fields: Fields, answered: Answered): void;
    enquire_link(answered: Answered): void;
    unbind(answered: Answered): void;
    destroy(): void;
  }

  export interface Server {
    listen(port: number, host: string, listening: () => void): void;
    address(): { port: number };
    close(): void;
  }

  const smpp: {
    connect(options: { host: string; port: number }, connected: () => void): Session;
    createServer(accept: (session: Session) => void): Server;
  };
  export default smpp;
}
