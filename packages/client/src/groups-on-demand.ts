import type { GroupsParts } from "./groups.ts";
import { onceLoaded } from "./once-loaded.ts";
import type { Groups } from "./types.ts";

/** What is done with groups is downloaded when it is first done. */
export function groupsOf(parts: GroupsParts): Groups {
  const calls = async () => new (await import("./groups.ts")).GroupCalls(parts);
  return {
    ...onceLoaded(calls, "create", "add", "changeMembers", "set", "answer", "leave"),
    ...onceLoaded(calls, "link", "revokeLink", "look", "join", "members", "readers"),
  };
}
