import type { UnknownPdu } from "../octets/pdu-codec.ts";

/**
 * The PDUs of CMPP (中国移动互联网短信网关接口协议) 2.0 and 3.0, with the standard's names in snake_case. What only one
 * of the two versions has is empty in the other and is not sent there.
 */
export type CmppPdu = KnownCmppPdu | UnknownPdu<number>;

export type KnownCmppPdu =
  | CmppConnect
  | CmppConnectResp
  | CmppTerminate
  | CmppTerminateResp
  | CmppSubmit
  | CmppSubmitResp
  | CmppDeliver
  | CmppDeliverResp
  | CmppQuery
  | CmppQueryResp
  | CmppCancel
  | CmppCancelResp
  | CmppActiveTest
  | CmppActiveTestResp;

/** u32, wraps. A response has its request's. */
interface Sequenced {
  sequence: number;
}

export interface CmppConnect extends Sequenced {
  command: "connect";
  /** The SP's number, 6 characters. */
  source_addr: string;
  /** 16 octets, see authenticator.ts. */
  authenticator_source: Uint8Array;
  /** 0x30 for 3.0, 0x20 or 0x21 for 2.x. */
  version: number;
  /** MMDDHHMMSS as a decimal number, China Standard Time. */
  timestamp: number;
}

export interface CmppConnectResp extends Sequenced {
  command: "connect_resp";
  /** 0 accepted; the others are in status.ts. u8 in 2.0, u32 in 3.0. */
  status: number;
  authenticator_ismg: Uint8Array;
  /** The highest version the gateway speaks. */
  version: number;
}

export interface CmppTerminate extends Sequenced {
  command: "terminate";
}

export interface CmppTerminateResp extends Sequenced {
  command: "terminate_resp";
}

export interface CmppSubmit extends Sequenced {
  command: "submit";
  /** 0: the gateway gives it. */
  msg_id: bigint;
  pk_total: number;
  pk_number: number;
  /** 1: a report is wanted. */
  registered_delivery: number;
  msg_level: number;
  service_id: string;
  /** Who pays: 0 destination, 1 source, 2 SP, 3 fee_terminal_id. */
  fee_user_type: number;
  fee_terminal_id: string;
  /** 3.0 only: 1 means a pseudonym. */
  fee_terminal_type: number;
  tp_pid: number;
  /** 1: the content begins with a user data header (3GPP TS 23.040 §9.2.3.24). */
  tp_udhi: number;
  /** 0 ASCII, 3 write to card, 4 binary, 8 UCS-2, 15 GB18030. */
  msg_fmt: number;
  /** The SP's number, as in CONNECT. */
  msg_src: string;
  /** "01" free for the payer, "02" per message, "03" monthly. */
  fee_type: string;
  fee_code: string;
  /** As in SMPP 3.4 §7.1.1, up to 17 octets; empty: the gateway's default. */
  valid_time: string;
  at_time: string;
  /** Our number with its extension. */
  src_id: string;
  /** At most 99. */
  dest_terminal_ids: string[];
  /** 3.0 only. */
  dest_terminal_type: number;
  /** At most 140 octets, 160 in ASCII. */
  msg_content: Uint8Array;
  /** 3.0 only. */
  link_id: string;
}

export interface CmppSubmitResp extends Sequenced {
  command: "submit_resp";
  msg_id: bigint;
  /** 0 taken; the others are in status.ts. u8 in 2.0, u32 in 3.0. */
  result: number;
}

export interface CmppDeliver extends Sequenced {
  command: "deliver";
  msg_id: bigint;
  /** Our number with its extension. */
  dest_id: string;
  service_id: string;
  tp_pid: number;
  tp_udhi: number;
  msg_fmt: number;
  src_terminal_id: string;
  /** 3.0 only. */
  src_terminal_type: number;
  /** 1: msg_content is a report (receipt.ts), 0: it is a person's message. */
  registered_delivery: number;
  msg_content: Uint8Array;
  /** 3.0 only. */
  link_id: string;
}

export interface CmppDeliverResp extends Sequenced {
  command: "deliver_resp";
  msg_id: bigint;
  result: number;
}

/** How many messages there were on a day. */
export interface CmppQuery extends Sequenced {
  command: "query";
  /** YYYYMMDD. */
  time: string;
  /** 0: all, 1: of the service in query_code. */
  query_type: number;
  query_code: string;
}

export interface CmppQueryResp extends Sequenced {
  command: "query_resp";
  time: string;
  query_type: number;
  query_code: string;
  mt_tlmsg: number;
  mt_tlusr: number;
  mt_scs: number;
  mt_wt: number;
  mt_fl: number;
  mo_scs: number;
  mo_wt: number;
  mo_fl: number;
}

/** Takes back a message that has not been sent on yet. */
export interface CmppCancel extends Sequenced {
  command: "cancel";
  msg_id: bigint;
}

export interface CmppCancelResp extends Sequenced {
  command: "cancel_resp";
  /** 0 taken back, 1 not. u8 in 2.0, u32 in 3.0. */
  success_id: number;
}

export interface CmppActiveTest extends Sequenced {
  command: "active_test";
}

export interface CmppActiveTestResp extends Sequenced {
  command: "active_test_resp";
}
