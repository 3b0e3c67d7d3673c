import { z } from "zod";
import { accountId, blobId, seq, serverTime } from "./ids.ts";

export const GROUP_MEMBERS_MAX = 1_000;
export const GROUP_ADMINS_MAX = 20;
export const GROUP_TITLE_CHARACTERS_MAX = 60;
/** A group with more members than this tells their watermarks only to who asks (message/readers). */
export const WATERMARKS_PUSHED_MEMBERS_MAX = 64;

export const conversationKind = z.enum(["direct", "group", "channel"]).meta({
  description: "channel: owner and admins write, any number of readers read",
});
export type ConversationKind = z.infer<typeof conversationKind>;

export const role = z.enum(["owner", "admin", "member"]);
export type Role = z.infer<typeof role>;

export const memberState = z.enum(["active", "invited", "requested", "left", "removed", "banned"]).meta({
  description:
    "invited: was asked and has not answered; requested: asked to be let in; banned: cannot come back by a link",
});
export type MemberState = z.infer<typeof memberState>;

export const groupTitle = z.string().trim().min(1).max(GROUP_TITLE_CHARACTERS_MAX);

export const groupSettings = z.object({
  who_writes: z.enum(["everyone", "admins"]),
  who_adds: z
    .enum(["everyone", "admins"])
    .meta({ description: "who may add people and see the invite link" }),
  approval: z.boolean().meta({ description: "who comes by link waits for an admin" }),
  history_for_new: z.boolean().meta({ description: "who joins sees what was written before" }),
});
export type GroupSettings = z.infer<typeof groupSettings>;

export const announcement = z.object({ text: z.string().min(1).max(2_000), by: accountId, at: serverTime });

/** How long messages stay, in seconds: 0 for ever, otherwise from a minute to a year. */
export const disappearAfter = z.union([
  z.literal(0),
  z
    .int()
    .min(60)
    .max(366 * 86_400),
]);

/** What a conversation is, besides its members and its log. */
export const conversationInfo = z.object({
  kind: conversationKind,
  title: groupTitle.nullable().meta({ description: "null for direct conversations" }),
  picture: blobId.nullable(),
  description: z.string().max(500),
  announcement: announcement.nullable(),
  settings: groupSettings,
  disappear_after_s: disappearAfter,
  pins: z.array(seq).meta({ description: "pinned messages, latest last" }),
  member_count: z.int().min(0).meta({ description: "active ones; readers included in a channel" }),
});
export type ConversationInfo = z.infer<typeof conversationInfo>;

export const membershipChange = z.enum([
  "added",
  "invited",
  "accepted",
  "declined",
  "requested",
  "joined",
  "left",
  "removed",
  "banned",
  "unbanned",
  "made_admin",
  "made_member",
  "made_owner",
  "muted",
  "unmuted",
]);
export type MembershipChange = z.infer<typeof membershipChange>;

/**
 * Who belongs to a group and as what. `accepted`, `declined`, `requested`, `joined` and `left` are said by the account
 * itself, which is then the only one named. A request is granted by `added` and refused by `removed`.
 */
export const membershipContent = z.object({
  type: z.literal("membership"),
  change: membershipChange,
  account_ids: z.array(accountId).min(1).max(GROUP_MEMBERS_MAX),
  until: serverTime.optional().meta({ description: "of muted: when they may write again; absent: for good" }),
});
export type MembershipContent = z.infer<typeof membershipContent>;

/** What became of the conversation itself. Fields that are absent stay as they were. */
export const infoContent = z.object({
  type: z.literal("info"),
  created: z.literal(true).optional().meta({ description: "the first entry of a group or channel" }),
  title: groupTitle.optional(),
  picture: blobId.nullable().optional(),
  description: z.string().max(500).optional(),
  announcement: z.string().min(1).max(2_000).nullable().optional(),
  settings: groupSettings.partial().optional(),
  disappear_after_s: disappearAfter.optional(),
});
export type InfoContent = z.infer<typeof infoContent>;

export const groupContents = [membershipContent, infoContent] as const;
