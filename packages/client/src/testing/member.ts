import type { AccountId, Member } from "@feiliao/protocol";

/** An ordinary member who has read so far. */
export function testMember(account_id: AccountId, read = 0, more: Partial<Member> = {}): Member {
  return {
    ...{ account_id, address: null, name: null, picture: null, role: "member", state: "active" },
    ...{ muted_until: null, from_seq: 1, delivered: read, read, heard: 0, ...more },
  };
}
