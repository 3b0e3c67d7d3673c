import type { UnknownPdu } from "../octets/pdu-codec.ts";

/**
 * The PDUs of SGIP (中国联合通信公司短消息网关系统接口协议) 1.2, with the standard's names in snake_case. SMG is the carrier's
 * gateway.
 */
export type SgipPdu = KnownSgipPdu | UnknownPdu<SgipSequence>;

export type KnownSgipPdu =
  | SgipBind
  | SgipResponse<"bind_resp">
  | SgipUnbind
  | SgipUnbindResp
  | SgipSubmit
  | SgipResponse<"submit_resp">
  | SgipDeliver
  | SgipResponse<"deliver_resp">
  | SgipReport
  | SgipResponse<"report_resp">;

/** Three u32: who counts (its node id), MMDDHHMMSS in China Standard Time, a counter that wraps. */
export type SgipSequence = readonly [node_id: number, time: number, count: number];

interface Sequenced {
  /** A response has its request's. That of a submit is the message's id. */
  sequence: SgipSequence;
}

export interface SgipBind extends Sequenced {
  command: "bind";
  /** 1: an SP to the SMG, to submit. 2: the SMG to an SP, to deliver and report. */
  login_type: number;
  login_name: string;
  login_password: string;
}

type SgipResponded = `${"bind" | "submit" | "deliver" | "report"}_resp`;

export interface SgipResponse<Command extends SgipResponded = SgipResponded> extends Sequenced {
  command: Command;
  /** 0 taken; the others are in status.ts. */
  result: number;
}

export interface SgipUnbind extends Sequenced {
  command: "unbind";
}

export interface SgipUnbindResp extends Sequenced {
  command: "unbind_resp";
}

export interface SgipSubmit extends Sequenced {
  command: "submit";
  /** Our number with its extension. */
  sp_number: string;
  /** Who pays; 21 zeros: the SP. */
  charge_number: string;
  /** At most 100, each with its country code: 8613… */
  user_numbers: string[];
  corp_id: string;
  service_type: string;
  fee_type: number;
  fee_value: string;
  given_value: string;
  agent_flag: number;
  morelateto_mt_flag: number;
  priority: number;
  /** As in SMPP 3.4 §7.1.1, up to 16 octets; empty: the gateway's default. */
  expire_time: string;
  schedule_time: string;
  /** 0: report failures only, 1: always, 2: never. */
  report_flag: number;
  tp_pid: number;
  tp_udhi: number;
  /** 0 ASCII, 3 write to card, 4 binary, 8 UCS-2, 15 GB18030. */
  message_coding: number;
  message_type: number;
  message_content: Uint8Array;
}

export interface SgipDeliver extends Sequenced {
  command: "deliver";
  user_number: string;
  /** Our number with its extension. */
  sp_number: string;
  tp_pid: number;
  tp_udhi: number;
  message_coding: number;
  message_content: Uint8Array;
}

export interface SgipReport extends Sequenced {
  command: "report";
  submit_sequence: SgipSequence;
  /** 0: on a submit. */
  report_type: number;
  /** A submit to several numbers has a report for each: both together say which part it is. */
  user_number: string;
  /** 0 delivered, 1 still waiting, 2 failed. */
  state: number;
  /** Why it failed, as in status.ts. */
  error_code: number;
}
