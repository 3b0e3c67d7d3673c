import { counted, type Field, fields, sized, text, thenReserved, u8, u32 } from "../octets/field.ts";
import { pduCodec } from "../octets/pdu-codec.ts";
import type { KnownSgipPdu, SgipSequence } from "./pdu.ts";

export const sgipCommands = {
  bind: 0x0000_0001,
  bind_resp: 0x8000_0001,
  unbind: 0x0000_0002,
  unbind_resp: 0x8000_0002,
  submit: 0x0000_0003,
  submit_resp: 0x8000_0003,
  deliver: 0x0000_0004,
  deliver_resp: 0x8000_0004,
  report: 0x0000_0005,
  report_resp: 0x8000_0005,
} as const;

const sequence: Field<SgipSequence> = {
  read: (from) => [from.u32(), from.u32(), from.u32()],
  write: (to, words) => {
    for (const word of words) to.u32(word);
  },
};

const response = fields({ result: thenReserved(u8, 8) });

export const sgipCodec = pduCodec<KnownSgipPdu>({
  commands: sgipCommands,
  sequence,
  bodies: {
    bind: fields({ login_type: u8, login_name: text(16), login_password: thenReserved(text(16), 8) }),
    bind_resp: response,
    unbind: fields({}),
    unbind_resp: fields({}),
    submit: fields({
      sp_number: text(21),
      charge_number: text(21),
      user_numbers: counted(text(21)),
      corp_id: text(5),
      service_type: text(10),
      fee_type: u8,
      fee_value: text(6),
      given_value: text(6),
      agent_flag: u8,
      morelateto_mt_flag: u8,
      priority: u8,
      expire_time: text(16),
      schedule_time: text(16),
      report_flag: u8,
      tp_pid: u8,
      tp_udhi: u8,
      message_coding: u8,
      message_type: u8,
      message_content: thenReserved(sized(u32), 8),
    }),
    submit_resp: response,
    deliver: fields({
      user_number: text(21),
      sp_number: text(21),
      tp_pid: u8,
      tp_udhi: u8,
      message_coding: u8,
      message_content: thenReserved(sized(u32), 8),
    }),
    deliver_resp: response,
    report: fields({
      submit_sequence: sequence,
      report_type: u8,
      user_number: text(21),
      state: u8,
      error_code: thenReserved(u8, 8),
    }),
    report_resp: response,
  },
});
