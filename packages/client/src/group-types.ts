import type {
  AccountId,
  CallInput,
  ConversationId,
  InfoContent,
  MemberState,
  Output,
} from "@feiliao/protocol";
import type { PictureInput } from "./types.ts";

/** What this person may do in a conversation, so that a screen offers what will work. */
export interface Rights {
  write:
    | { may: true }
    | { may: false; why: "not_a_member" | "channel" | "admins_only" }
    /** `until`: on the server's clock. */
    | { may: false; why: "muted"; until: number };
  mention_all: boolean;
  /** Is owner or admin: changes what the group is, and members below them. */
  manage: boolean;
  /** Is the owner: decides on admins, and may hand the group over. */
  own: boolean;
  /** May ask people in, and see the invite link. */
  add: boolean;
  pin: boolean;
  leave: boolean;
}

export interface NewGroup {
  kind: "group" | "channel";
  title: string;
  picture?: PictureInput;
  account_ids: readonly AccountId[];
}

/** What is left out stays as it is. */
export type GroupChange = Omit<InfoContent, "type" | "created" | "picture"> & {
  picture?: PictureInput | null;
};

/**
 * What one does with groups and channels. Each needs the server, and resolves when it is done and this device knows
 * what came of it. @throws {FeiliaoError}
 */
export interface Groups {
  create(group: NewGroup): Promise<Output<"group/create">>;
  add(conversation_id: ConversationId, account_ids: readonly AccountId[]): Promise<Output<"group/add">>;
  /** Of others: see changesOf for what this person may. `until`: of muted, on the server's clock. */
  changeMembers(
    conversation_id: ConversationId,
    change: CallInput<"group/change">["change"],
    account_ids: readonly AccountId[],
    until?: number,
  ): Promise<void>;
  set(conversation_id: ConversationId, change: GroupChange): Promise<void>;
  /** Accepts or declines an invitation. */
  answer(conversation_id: ConversationId, accept: boolean): Promise<void>;
  leave(conversation_id: ConversationId): Promise<void>;
  link(conversation_id: ConversationId, renew?: boolean): Promise<Output<"group/link">>;
  revokeLink(conversation_id: ConversationId): Promise<void>;
  look(token: string): Promise<Output<"group/look">>;
  join(token: string): Promise<Output<"group/join">>;
  /** A page of them; of channels only for those who manage it. */
  members(
    conversation_id: ConversationId,
    state: MemberState,
    after?: AccountId,
  ): Promise<Output<"group/members">>;
  /** How far a message has come with each of the other members. */
  readers(conversation_id: ConversationId, seq: number): Promise<Output<"message/readers">["readers"]>;
}
