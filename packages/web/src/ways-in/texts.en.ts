const plural = new Intl.PluralRules("en");
const minutes = (n: number): string => `${n} ${plural.select(n) === "one" ? "minute" : "minutes"}`;

/** The English texts about signing in without an SMS to the phone; their shape is what every other language must have. */
export const texts = {
  title: "No SMS?",
  intro: (number: string) => `Other ways to show that ${number} is yours.`,
  passkey_hint: "If you have saved one for this account.",
  device: "Allow it on another device",
  device_hint: "Where you are signed in with this number.",
  sms: "Send us an SMS",
  sms_hint: "From this number; your carrier may charge for it.",
  back: "Back",
  device_title: "Open Feiliao on another device",
  device_intro: "Where you are signed in with this number, a question appears. Enter these two digits there:",
  check: (digits: string) => `Two digits: ${digits}`,
  device_waiting: "Waiting for your other device. Nothing happens if this number is signed in nowhere.",
  valid_for: (seconds: number) =>
    seconds > 60 ? `Valid for ${minutes(Math.round(seconds / 60))}` : `Valid for ${seconds} s`,
  expired: "Nothing has come in time.",
  again: "Try again",
  sms_title: "Send this SMS",
  sms_intro: (number: string) => `From ${number}, exactly as it stands here:`,
  text: "Text",
  send_to: "To",
  open_sms: "Open Messages",
  scan_sms: "Or scan this with the phone to write it.",
  sms_code: "QR code that writes the SMS",
  copy: "Copy",
  copied: "Copied.",
  sms_waiting: "Waiting for your SMS …",
  sms_received: "Received. Signing in …",
  request_title: "Somebody wants to sign in",
  request_intro: "A device asks to be signed in to your account. If that is not you, refuse it.",
  answer: "Answer",
  enter_check: "The two digits that it shows",
  refused: "It was refused.",
  check_wrong: "Those are not its digits, so it was refused.",
};

export type WaysInTexts = typeof texts;
