/** A voice message that is being spoken when it is due is looked at again after this long. */
export const SPOKEN_WAIT_MS = 60_000;
