import type { Reason } from "./reason.ts";

/** What the service platform (DSMP) decides about the person. Gateways report it under the same numbers. */
export const SERVICE_PLATFORM: Readonly<Record<number, Reason>> = {
  100: "number_unknown",
  101: "number_unknown",
  /** 停机 */
  102: "suspended",
  /** 欠费 */
  103: "suspended",
  104: "denied",
  127: "suspended",
  140: "filtered",
  141: "filtered",
  144: "filtered",
  145: "filtered",
  146: "filtered",
};

/**
 * The results of CMPP_SUBMIT_RESP that the standard names: 1 structure, 2 command, 3 sequence repeated, 4 length, 5 fee
 * code, 6 too long, 7 service code, 8 flow control, 9 not served by this gateway, 10 Src_Id, 11 Msg_src,
 * 12 Fee_terminal_Id, 13 Dest_terminal_Id. Those from 20 on are the gateways' own, on which most of them agree.
 */
export const GATEWAY: Readonly<Record<number, Reason>> = {
  1: "bad_request",
  2: "bad_request",
  3: "bad_request",
  4: "bad_request",
  5: "bad_request",
  6: "bad_request",
  7: "denied",
  8: "throttled",
  9: "not_mine",
  10: "denied",
  11: "denied",
  12: "bad_request",
  13: "number_unknown",
  /** 停机或欠费, 销户 */
  20: "suspended",
  21: "number_unknown",
  /** 禁止向异网发送 */
  43: "not_mine",
  56: "suspended",
  64: "denied",
  66: "denied",
  68: "denied",
  69: "filtered",
  72: "not_mine",
  76: "filtered",
  77: "throttled",
  85: "throttled",
  86: "throttled",
  87: "throttled",
  97: "filtered",
  ...SERVICE_PLATFORM,
  311: "throttled",
  318: "filtered",
};

/**
 * What a message centre says about a handset, in MK and MI stats of China Mobile and in the reports of China Unicom: its
 * own numbers, not those of the mobile network (3GPP TS 29.002) that it translates.
 */
export const MESSAGE_CENTRE: Readonly<Record<number, Reason>> = {
  1: "number_unknown",
  2: "number_unknown",
  5: "suspended",
  8: "absent",
  9: "absent",
  12: "number_unknown",
  13: "suspended",
  23: "absent",
  24: "absent",
  25: "filtered",
};

/** What a message centre answers to the gateway: SMPP's numbers in decimal, and its own from 1024 on. */
export const MESSAGE_CENTRE_ANSWER: Readonly<Record<number, Reason>> = {
  11: "number_unknown",
  19: "throttled",
  20: "throttled",
  88: "throttled",
  1036: "suspended",
  1040: "suspended",
  1043: "number_unknown",
  /** The recipient has taken the number to another carrier (NP_OUT). */
  1049: "not_mine",
  1070: "throttled",
  1077: "filtered",
};

/** The prepaid platform (SCP). 1 and 53: it does not know the number; 5: not in use; 7: no money left on it. */
export const PREPAID_PLATFORM: Readonly<Record<number, Reason>> = {
  1: "number_unknown",
  5: "suspended",
  7: "suspended",
  53: "number_unknown",
};
