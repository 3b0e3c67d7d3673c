import type { Ack, ConversationId, MembershipContent } from "@feiliao/protocol";
import { personOf } from "../../conversation/asked-in.ts";
import type { DeviceContext } from "../handler.ts";
import type { Services } from "../services.ts";

export interface OwnChange {
  conversation_id: ConversationId;
  client_id: string;
  change: MembershipContent["change"];
  /** Of the invite link that the caller shows. */
  token_hash?: Uint8Array;
}

/** Appends what an account does to its own membership. */
export async function changeOwnMembership(
  { store, log, clock }: Pick<Services, "store" | "log" | "clock">,
  { caller, socket }: DeviceContext,
  { change, ...intent }: OwnChange,
): Promise<Ack> {
  const { account_id } = caller;
  const content: MembershipContent = { type: "membership", change, account_ids: [account_id] };
  const people = [await personOf(store.accounts, account_id)];
  const appended = await log.append(
    { ...caller, ...intent, content, people, now: clock.now() },
    socket?.id ?? null,
  );
  const { epoch, seq, server_time } = appended;
  return { epoch, seq, server_time };
}
