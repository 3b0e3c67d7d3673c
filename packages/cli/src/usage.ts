/** The command was called in a way it does not understand: exit code 2, with its help. */
export class UsageError extends Error {}

/** A backup is not what it says it is: exit code 3, so that a monitor can tell it from a full disk. */
export class UnsoundBackup extends Error {}

export const EXIT_CODES = `Exit codes: 0 done · 1 failed, the message says why · 2 called wrongly · 3 the backup is not sound`;
