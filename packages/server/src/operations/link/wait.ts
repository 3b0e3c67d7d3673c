import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function linkWait({ linking }: Pick<Services, "linking">): Handler<"link/wait"> {
  return (input) => linking.wait(input);
}
