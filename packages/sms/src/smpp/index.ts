export { type SmppClientOptions, smppClient } from "./client.ts";
export { decode, encode } from "./codec.ts";
export { codingOf, type DefaultAlphabet, dataCodingOf } from "./data-coding.ts";
export { smppDialect, smppSequences } from "./dialect.ts";
export { type EsmeOptions, SMPP_HEARTBEAT } from "./esme-role.ts";
export { commandIds, type ShortMessage, type SmppPdu, type Tlv } from "./pdu.ts";
export { type SmppServerOptions, smppServer } from "./server.ts";
export { refusalOf, type StatusTable, status, statusCode, statusOf } from "./status.ts";
export { tags } from "./tlv.ts";
