/** The text with our signature in front, as carriers of the mainland demand it. */
export function signed(text: string, signature: string | null): string {
  return signature === null ? text : `【${signature}】${text}`;
}
