import type { BlobId } from "@feiliao/protocol";
import type { MemberProfile } from "./conversation-store.ts";

/** What a conversation shows of a member's account. */
export interface SeenMember {
  address: string | null;
  name: string | null;
  picture: BlobId | null;
  /** The account was erased. */
  deleted: boolean;
}

/**
 * What is to be seen of a member whose profile is this one; null when that is what is seen already. Nobody's name,
 * picture or new number is shown where they have neither written nor read.
 */
export function refreshed(
  member: SeenMember & { shown: boolean },
  { name, picture, address = null, deleted = false }: MemberProfile,
): SeenMember | null {
  if (member.deleted || (!member.shown && !deleted)) return null;
  if (deleted) return { address: null, name: null, picture: null, deleted: true };
  const followed = member.address !== null && address !== null ? address : member.address;
  if (member.name === name && member.picture === picture && member.address === followed) return null;
  return { address: followed, name, picture, deleted: false };
}
