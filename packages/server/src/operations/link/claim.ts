import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function linkClaim({ linking }: Pick<Services, "linking">): Handler<"link/claim"> {
  return (input, { caller, ip }) => linking.claim(input, caller, ip);
}
