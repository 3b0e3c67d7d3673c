import { errorText } from "../i18n/error-text.ts";
import { showToast } from "../ui/toast.tsx";

/** Waits for what somebody asked for; a failure is said at the foot of the screen. Whether it was done. */
export async function done(action: Promise<unknown>): Promise<boolean> {
  try {
    await action;
    return true;
  } catch (failure) {
    showToast(errorText(failure));
    return false;
  }
}
