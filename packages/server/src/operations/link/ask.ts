import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function linkAsk({ linking }: Pick<Services, "linking">): Handler<"link/ask"> {
  return (input, { ip }) => linking.ask(input, ip);
}
