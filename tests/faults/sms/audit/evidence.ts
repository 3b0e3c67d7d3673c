import type { AccountId, ConversationId, SmsProgress } from "@feiliao/protocol";
import type { SmsSum, StatementOutcome } from "@feiliao/server/store/sms/billing";
import type { SmsRow } from "@feiliao/server/store/sms/ledger";

/** A message that the server has acknowledged, to be sent to one handset. */
export interface Written {
  mark: number;
  conversation_id: ConversationId;
  seq: number;
  sender: AccountId;
  /** E.164 of the handset. */
  number: string;
}

/** One part that a carrier was asked to send. */
export interface Submit {
  /** Null: an SMS of the server's own. */
  mark: number | null;
  number: string;
  part: number;
  /** As the carrier answered; unknown: it took it or not, and said nothing. */
  answer: "accepted" | "refused" | "unknown";
}

/** A whole message that stands on a handset. */
export interface Arrival {
  mark: number | null;
  number: string;
  /** Parts that have not come. */
  missing: number;
}

/** What a handset wrote in answer to a message. */
export interface Answer {
  text: string;
  /** Where the message is that it answers. */
  conversation_id: ConversationId;
  /** How often it was written, since nobody took it. */
  tries: number;
  /** Whether the server took it in the end. */
  taken: boolean;
}

/** One link's money, before and after its carrier's statement was imported. */
export interface LinkBill {
  link: string;
  bill_fen: number;
  before: readonly SmsSum[];
  after: readonly SmsSum[];
  outcome: StatementOutcome;
}

/** Everything that is known at the end of a run. */
export interface Evidence {
  written: readonly Written[];
  submits: readonly Submit[];
  arrivals: readonly Arrival[];
  /** What senders were told of each message, by its mark. */
  told: ReadonlyMap<number, SmsProgress>;
  /** The ledger's rows of each message, by its mark. */
  rows: ReadonlyMap<number, readonly SmsRow[]>;
  answers: readonly Answer[];
  /** Texts that came by SMS, as the logs hold them. */
  logged: readonly { conversation_id: ConversationId; text: string }[];
  bills: readonly LinkBill[];
}
