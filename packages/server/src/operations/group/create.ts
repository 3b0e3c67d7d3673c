import type { ConversationId } from "@feiliao/protocol";
import { personOf } from "../../conversation/asked-in.ts";
import { DEFAULT_SETTINGS } from "../../conversation/can.ts";
import { takeBudget } from "../budget.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";
import { askIn } from "./ask-in.ts";
import { askingBudget } from "./budgets.ts";

export function groupCreate(
  services: Pick<Services, "store" | "log" | "clock" | "secret" | "doubts">,
): Handler<"group/create"> {
  return async ({ client_id, kind, title, picture, account_ids }, { caller, socket }) => {
    const { store, log, clock, secret, doubts } = services;
    const { account_id } = caller;
    const now = clock.now();
    await takeBudget(store.limits, askingBudget(account_id), now);
    // Derived, so that the same key is the same group.
    const id = secret.derive("group", account_id, client_id).subarray(0, 16).toString("base64url");
    const conversation_id: ConversationId = `con_${id}`;
    const members = [await personOf(store.accounts, account_id)];
    const settings = DEFAULT_SETTINGS;
    await store.conversations.createGroup({ conversation_id, kind, title, settings, members, now });
    const content = { type: "info", created: true, title, ...(picture && { picture }) } as const;
    const origin = socket?.id ?? null;
    await log.append({ ...caller, conversation_id, client_id: "created", content, now }, origin);
    const asked = await askIn(services, caller, { conversation_id, client_id: "created" }, account_ids);
    // The outbox lists it for all; for the caller now, so that the next sync/pull has it (D5).
    const listing = store.accounts.list(account_id, {
      type: "conversation",
      ...{ conversation_id, kind, title, opened_by_me: true, state: "active", invited_by: null, at: now },
    });
    const placed = await doubts.watch({ account_id }, listing);
    if (placed) log.announceAccountChange(account_id, placed);
    return { conversation_id, ...asked };
  };
}
