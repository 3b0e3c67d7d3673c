import { HANDSET, LOGIN, OUR_NUMBER, type SmsStack } from "./stack.ts";

/** In a variable, because the package has no types and need not be there. */
const PACKAGE = "smpp";
const UCS2 = 0x08;
const RECEIPT = 0x04;
const PORT_MS_MAX = 5_000;

/** What we use of it. */
interface Smpp {
  createServer(listener: (session: SmppSession) => void): SmppServer;
  connect(options: { host: string; port: number }): SmppSession;
}

interface SmppServer {
  listen(port: number, host: string): void;
  address(): { port: number } | null;
}

interface SmppPdu {
  command_status: number;
  registered_delivery: number;
  source_addr: string;
  destination_addr: string;
  short_message: { message: string };
  response(fields?: object): SmppPdu;
}

interface SmppSession {
  on(command: string, listener: (pdu: SmppPdu) => void): void;
  send(pdu: SmppPdu): void;
  bind_transceiver(fields: object, answered: (pdu: SmppPdu) => void): void;
  submit_sm(fields: object, answered: (pdu: SmppPdu) => void): void;
  deliver_sm(fields: object): void;
}

/** Whether it is installed. */
export function hasNpmSmpp(): boolean {
  try {
    return import.meta.resolve(PACKAGE) !== "";
  } catch {
    return false;
  }
}

/** The SMPP package of npm. It has no window of its own. */
export const npmSmpp: SmsStack = {
  async serve() {
    const server = (await load()).createServer(accept);
    server.listen(0, "127.0.0.1");
    const deadline = performance.now() + PORT_MS_MAX;
    while (performance.now() < deadline) {
      const address = server.address();
      if (address) return address.port;
      await Bun.sleep(1);
    }
    throw new Error("it does not listen");
  },

  async connect(port) {
    const session = (await load()).connect({ host: "127.0.0.1", port });
    let reported = 0;
    session.on("deliver_sm", (pdu) => {
      reported++;
      session.send(pdu.response());
    });
    const { system_id, secret } = LOGIN;
    await answer((answered) => session.bind_transceiver({ system_id, password: secret }, answered));
    return {
      get reported() {
        return reported;
      },
      async submit(text, report) {
        const fields = {
          source_addr: OUR_NUMBER,
          destination_addr: HANDSET,
          data_coding: UCS2,
          registered_delivery: report ? 1 : 0,
          short_message: text,
        };
        await answer((answered) => session.submit_sm(fields, answered));
      },
    };
  },
};

const load = async (): Promise<Smpp> => (await import(PACKAGE)).default;

function accept(session: SmppSession): void {
  let count = 0;
  session.on("bind_transceiver", (pdu) => session.send(pdu.response()));
  session.on("submit_sm", (pdu) => {
    const message_id = (++count).toString(16);
    if (pdu.short_message.message.length === 0) throw new Error("a text was lost");
    session.send(pdu.response({ message_id }));
    if (pdu.registered_delivery & 1) session.deliver_sm(receipt(pdu, message_id));
  });
}

function receipt({ source_addr, destination_addr }: SmppPdu, message_id: string): object {
  return {
    source_addr: destination_addr,
    destination_addr: source_addr,
    esm_class: RECEIPT,
    receipted_message_id: message_id,
    message_state: 2,
    short_message: `id:${message_id} sub:001 dlvrd:001 submit date:2611222000 done date:2611222000 stat:DELIVRD err:000 text:`,
  };
}

function answer(ask: (answered: (pdu: SmppPdu) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    ask(({ command_status }) => {
      if (command_status === 0) resolve();
      else reject(new Error(`refused with ${command_status}`));
    });
  });
}
