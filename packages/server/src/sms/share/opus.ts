/** What voice messages are made of: see voice-frame.ts of the contract. */
export const SAMPLES_PER_S = 48_000;
export const PACKET_SAMPLES = 960;
/** What the encoder looks ahead, and a player leaves out at the beginning (RFC 7845 §4.2): libopus has 6.5 ms. */
export const PRE_SKIP_SAMPLES = 312;
