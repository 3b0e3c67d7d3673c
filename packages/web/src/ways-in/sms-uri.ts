/** Opens the phone's own app with the SMS written (RFC 5724 §2.2). */
export function smsUri(to: string, text: string): string {
  return `sms:${to}?body=${encodeURIComponent(text)}`;
}
