import type { Linking } from "../accounts/linking.ts";
import type { OwnerProofs } from "../accounts/owner-proofs.ts";
import type { Passkeys } from "../accounts/passkeys/passkeys.ts";
import type { SignUpBySms } from "../accounts/sign-up-by-sms.ts";
import type { Tickets } from "../accounts/tokens.ts";
import type { Verification } from "../accounts/verification.ts";
import type { Bus } from "../bus/bus.ts";
import type { CatchUp } from "../conversation/catch-up.ts";
import type { ConversationLog } from "../conversation/conversation-log.ts";
import type { Doubts } from "../delivery/doubts.ts";
import type { Receivers } from "../delivery/receivers.ts";
import type { Uploads } from "../media/uploads.ts";
import type { Clock } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import type { Secret } from "../platform/secret.ts";
import type { Previews } from "../preview/previews.ts";
import type { Search } from "../search/search.ts";
import type { Sms } from "../sms/sms.ts";
import type { Store } from "../store/store.ts";
import type { Listening } from "../talk/listening.ts";
import type { Talks } from "../talk/talks.ts";

/** Everything handlers are made from. Each names, by Pick, the few it uses. */
export interface Services {
  bus: Bus;
  catchUp: CatchUp;
  clock: Clock;
  doubts: Doubts;
  linking: Linking;
  listening: Listening;
  log: ConversationLog;
  logger: Logger;
  ownerProofs: OwnerProofs;
  passkeys: Passkeys;
  previews: Previews;
  random: Random;
  receivers: Receivers;
  search: Search;
  secret: Secret;
  sms: Sms;
  signUpBySms: SignUpBySms;
  store: Store;
  talks: Talks;
  tickets: Tickets;
  uploads: Uploads;
  /** Bytes that one account may have uploaded in all. */
  uploads_total_bytes_max: number;
  verification: Verification;
}
