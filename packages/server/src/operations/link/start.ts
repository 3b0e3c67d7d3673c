import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function linkStart({ linking }: Pick<Services, "linking">): Handler<"link/start"> {
  return (input, { ip }) => linking.start(input, ip);
}
