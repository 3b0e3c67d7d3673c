import smpp, { type Fields, type Pdu, type Session } from "smpp";
import { HANDSET, LOGIN, OUR_NUMBER, type SmsStack } from "./stack.ts";

const HOST = "127.0.0.1";
const UCS2 = 0x08;
const RECEIPT = 0x04;

/** The SMPP package of npm. It has no window of its own, and no deadlines. */
export const npmSmpp: SmsStack = {
  serve() {
    const server = smpp.createServer(accept);
    return new Promise((resolve) => server.listen(0, HOST, () => resolve(server.address().port)));
  },

  async connect({ port }) {
    const session = smpp.connect({ host: HOST, port }, () => undefined);
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

function accept(session: Session): void {
  let count = 0;
  session.on("bind_transceiver", (pdu) => session.send(pdu.response()));
  session.on("submit_sm", (pdu) => {
    const message_id = (++count).toString(16);
    if (pdu.short_message.message.length === 0) throw new Error("a text was lost");
    session.send(pdu.response({ message_id }));
    if (pdu.registered_delivery & 1) session.deliver_sm(receipt(pdu, message_id), () => undefined);
  });
}

function receipt({ source_addr, destination_addr }: Pdu, message_id: string): Fields {
  return {
    source_addr: destination_addr,
    destination_addr: source_addr,
    esm_class: RECEIPT,
    receipted_message_id: message_id,
    message_state: 2,
    short_message: `id:${message_id} sub:001 dlvrd:001 submit date:2611222000 done date:2611222000 stat:DELIVRD err:000 text:`,
  };
}

function answer(ask: (answered: (pdu: Pdu) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    ask(({ command_status }) => {
      if (command_status === 0) resolve();
      else reject(new Error(`refused with ${command_status}`));
    });
  });
}
