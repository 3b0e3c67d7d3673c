/**
 * Version of the protocol. A client announces the one it was built for; the server accepts any from
 * VERSION_OLDEST on. Adding an optional field or a new event needs no new version: unknown fields and
 * unknown events are ignored by both sides.
 */
export const VERSION = 1;
export const VERSION_OLDEST = 1;
