import type { Handler } from "../handler.ts";
import type { Services } from "../services.ts";

export function linkConfirm({ linking }: Pick<Services, "linking">): Handler<"link/confirm"> {
  return (input, { caller }) => linking.confirm(input, caller);
}
