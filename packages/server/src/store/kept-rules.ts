import type { NewAccountChange } from "./account-store.ts";

/** Whether what an account keeps says only that something is there no more. */
export function isGone(change: NewAccountChange): boolean {
  switch (change.type) {
    case "favourite":
      return change.kept === null;
    case "scheduled":
      return change.message === null;
    case "sign_in_request":
      return change.request === null;
    case "fallback":
      return change.rule === null;
    case "draft":
      return change.text === "";
    default:
      return false;
  }
}
