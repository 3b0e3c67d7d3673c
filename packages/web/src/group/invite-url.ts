/** In the fragment, which no server or proxy sees or keeps. */
export function inviteUrl(token: string): string {
  return `${location.origin}/#/join/${token}`;
}

/** The token in the fragment of an address; null when it is no invite link. */
export function inviteTokenIn(fragment: string): string | null {
  return /^#\/join\/([A-Za-z0-9_-]{22})$/.exec(fragment)?.[1] ?? null;
}
