export { ERRORS, FeiliaoError } from "@feiliao/protocol/errors";
export { memoryCache } from "./cache/memory.ts";
export type { Cache, CacheChange, CacheKey, CacheTable } from "./cache/port.ts";
export { createCachedClient, createClient } from "./client.ts";
export type * from "./message-types.ts";
export { changesOf, rightsOf } from "./model/rights.ts";
export { NoAnswerError } from "./no-answer.ts";
export type * from "./types.ts";
