import type { AccountId, ConversationId, MembershipContent, Output } from "@feiliao/protocol";
import { askedIn } from "../../conversation/asked-in.ts";
import type { DeviceIdentity } from "../../store/account-store.ts";
import type { Person } from "../../store/consequences.ts";
import { takeBudget } from "../budget.ts";
import type { Services } from "../services.ts";
import { invitingBudget } from "./budgets.ts";

/**
 * Adds or invites people, with one entry for each of the two. Asking again with the same key finds them there, and
 * asks nobody twice.
 */
export async function askIn(
  { store, log, clock }: Pick<Services, "store" | "log" | "clock">,
  caller: DeviceIdentity,
  { conversation_id, client_id }: { conversation_id: ConversationId; client_id: string },
  account_ids: readonly AccountId[],
): Promise<Output<"group/add">> {
  const now = clock.now();
  const { added, invited, refused, present } = await askedIn(
    store,
    caller.account_id,
    conversation_id,
    account_ids,
  );
  if (invited.length > 0) {
    await takeBudget(store.limits, invitingBudget(caller.account_id, invited.length), now);
  }
  const append = async (change: "added" | "invited", people: readonly Person[]) => {
    if (people.length === 0) return;
    const content: MembershipContent = { type: "membership", change, account_ids: people.map(idOf) };
    const key = { conversation_id, client_id: `${client_id}:${change}` };
    await log.append({ ...caller, ...key, content, people, now }, null);
  };
  await append("added", added);
  await append("invited", invited);
  const before = (state: "active" | "invited") => present.filter((other) => other.state === state).map(idOf);
  return {
    added: [...before("active"), ...added.map(idOf)],
    invited: [...before("invited"), ...invited.map(idOf)],
    refused,
  };
}

function idOf({ account_id }: { account_id: AccountId }): AccountId {
  return account_id;
}
