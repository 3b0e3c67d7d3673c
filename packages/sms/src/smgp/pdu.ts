import type { UnknownPdu } from "../octets/pdu-codec.ts";
import type { Tlv } from "./tlv.ts";

/** The PDUs of SMGP (中国电信SMGP协议) 3.0, with the standard's names in snake_case. SMGW is the carrier's gateway. */
export type SmgpPdu = KnownSmgpPdu | UnknownPdu<number>;

export type KnownSmgpPdu =
  | SmgpLogin
  | SmgpLoginResp
  | SmgpSubmit
  | SmgpSubmitResp
  | SmgpDeliver
  | SmgpDeliverResp
  | SmgpActiveTest
  | SmgpActiveTestResp
  | SmgpExit
  | SmgpExitResp;

/** u32, wraps. A response has its request's. */
interface Sequenced {
  sequence: number;
}

export interface SmgpLogin extends Sequenced {
  command: "login";
  client_id: string;
  /** 16 octets, see authenticator.ts. */
  authenticator_client: Uint8Array;
  /** 0: only submits, 1: only receives, 2: both. */
  login_mode: number;
  /** MMDDHHMMSS as a decimal number, China Standard Time. */
  timestamp: number;
  /** 0x30 for 3.0. */
  client_version: number;
}

export interface SmgpLoginResp extends Sequenced {
  command: "login_resp";
  /** 0 accepted; the others are in status.ts. */
  status: number;
  authenticator_server: Uint8Array;
  server_version: number;
}

export interface SmgpSubmit extends Sequenced {
  command: "submit";
  /** 6: to a handset. */
  msg_type: number;
  /** 1: a report is wanted. */
  need_report: number;
  priority: number;
  service_id: string;
  fee_type: string;
  fee_code: string;
  fixed_fee: string;
  /** 0 ASCII, 3 write to card, 4 binary, 8 UCS-2, 15 GB18030. */
  msg_format: number;
  /** As in SMPP 3.4 §7.1.1, up to 17 octets; empty: the gateway's default. */
  valid_time: string;
  at_time: string;
  /** Our number with its extension. */
  src_term_id: string;
  charge_term_id: string;
  /** At most 100. */
  dest_term_ids: string[];
  msg_content: Uint8Array;
  tlvs: Tlv[];
}

export interface SmgpSubmitResp extends Sequenced {
  command: "submit_resp";
  /** 10 octets of BCD as 20 digits: 6 gateway, 8 MMDDHHMM, 6 count. */
  msg_id: string;
  /** 0 taken; the others are in status.ts. */
  status: number;
}

export interface SmgpDeliver extends Sequenced {
  command: "deliver";
  msg_id: string;
  /** 1: msg_content is a report (receipt.ts), 0: it is a person's message. */
  is_report: number;
  msg_format: number;
  /** YYYYMMDDHHMMSS, China Standard Time. */
  recv_time: string;
  src_term_id: string;
  /** Our number with its extension. */
  dest_term_id: string;
  msg_content: Uint8Array;
  tlvs: Tlv[];
}

export interface SmgpDeliverResp extends Sequenced {
  command: "deliver_resp";
  msg_id: string;
  status: number;
}

export interface SmgpActiveTest extends Sequenced {
  command: "active_test";
}

export interface SmgpActiveTestResp extends Sequenced {
  command: "active_test_resp";
}

export interface SmgpExit extends Sequenced {
  command: "exit";
}

export interface SmgpExitResp extends Sequenced {
  command: "exit_resp";
}
