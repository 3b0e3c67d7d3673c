import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function sessionPing({ clock }: Pick<Services, "clock">): Handler<"session/ping"> {
  return async () => ({ server_time: clock.now() });
}
