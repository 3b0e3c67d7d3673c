export type { OwnerProof } from "./account/proof.ts";
export * from "./address.ts";
export * from "./change.ts";
export type { FallbackMode, FallbackRule } from "./contact/fallback.ts";
export { FALLBACK_DEFAULT } from "./contact/fallback-default.ts";
export * from "./content.ts";
export { READ_ENTRIES_MAX } from "./conversation/read.ts";
export type { DevicePlatform, Place } from "./device/new-device.ts";
export * from "./down.ts";
export * from "./entry.ts";
export * from "./errors.ts";
export { FAVOURITES_MAX } from "./favourite/set.ts";
export * from "./fold.ts";
export * from "./group.ts";
export * from "./ids.ts";
export { MEDIA_BYTES_MAX, type UploadState } from "./media/start.ts";
export * from "./member.ts";
export { type Ack, ack } from "./message/send.ts";
export * from "./message-type.ts";
export { CARRIERS, type CarrierName } from "./numbers/carrier.ts";
export type { Access, Operation } from "./operation.ts";
export * from "./operations.ts";
export type { Passkey, PasskeyAssertion, PasskeyAttestation } from "./passkey/passkey.ts";
export { type LinkPreview, linkPreview } from "./preview/get.ts";
export { type Profile, personName, profile } from "./profile.ts";
export { SCHEDULED_AHEAD_MS_MAX, SCHEDULED_AHEAD_MS_MIN, SCHEDULED_MAX } from "./schedule/set.ts";
export { SEARCH_CHARACTERS_MAX, SEARCH_HITS_MAX } from "./search/limits.ts";
export type { SearchHit } from "./search/query.ts";
export * from "./sms/sms.ts";
export {
  type AccountChange,
  accountChange,
  HIDDEN_AT_ONCE_MAX,
  type KeptContent,
} from "./sync/account-change.ts";
export { type ConversationChange, conversationChange, type SyncPage } from "./sync/pull.ts";
export * from "./up.ts";
export type { Challenge } from "./verification/proof-of-work.ts";
export * from "./version.ts";
export * from "./voice-frame.ts";
