/** What every Opus stream of ours is, whichever encoder made it: 20 ms packets, 48 kHz, mono. */
export const SAMPLE_RATE = 48_000;
export const PACKET_MS = 20;
export const PACKET_SAMPLES = 960;
export const BITS_PER_SECOND = 24_000;

/** The encoder's effort, 0..10. */
export const COMPLEXITY = 9;

/**
 * Samples a decoder produces before the first recorded one: libopus's lookahead at 48 kHz, 2.5 ms for the MDCT
 * overlap and 4 ms of delay compensation. Browsers' encoders are libopus too.
 */
export const PRE_SKIP_SAMPLES = 312;
