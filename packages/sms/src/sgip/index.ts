export { type SgipClient, type SgipClientOptions, sgipClient } from "./client.ts";
export { sgipCodec, sgipCommands } from "./codec.ts";
export { sgipDialect } from "./dialect.ts";
export type * from "./pdu.ts";
export { parseSequence, sequenceText, sgipSequences } from "./sequence.ts";
export { type SgipServerOptions, sgipServer } from "./server.ts";
export type { SgipAccount } from "./sp-role.ts";
export { SGIP_LOGIN_TYPE, SGIP_RESULT, SGIP_STATE, sgipErrors, sgipResults } from "./status.ts";
