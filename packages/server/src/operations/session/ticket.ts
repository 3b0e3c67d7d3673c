import { TICKET_LIFETIME_MS } from "../../accounts/tokens.ts";
import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function sessionTicket({ tickets }: Pick<Services, "tickets">): Handler<"session/ticket"> {
  return async (_input, { caller }) => ({
    ticket: tickets.issue(caller),
    expires_in_s: TICKET_LIFETIME_MS / 1_000,
  });
}
