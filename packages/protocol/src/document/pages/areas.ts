import type { OperationName } from "../../operations.ts";

/** The first part of an operation's name. */
export type Area = OperationName extends `${infer Name}/${string}` ? Name : never;

/** What each area is about. */
export const AREAS: Record<Area, string> = {
  verification:
    "Signing up and signing in: a phone number is proved with a code, and the answer is a device token.",
  link: "Signing in a device by scanning its QR code with one that is signed in: shown once, for a minute.",
  passkey: "Signing in without an SMS, by WebAuthn.",
  session: "Opening the socket, on which events are pushed and voice travels.",
  profile: "What others see of the caller.",
  account: "The caller's own settings, number, and the end of the account.",
  device: "The clients that are signed in to the account.",
  contact: "The caller's own names for addresses.",
  conversation: "Opening, reading and attending conversations. Each is a log of entries.",
  group: "Groups and channels: who belongs to them, what they are, and how one comes in.",
  message: "Writing to a conversation.",
  draft: "What is being written, for the person's other devices.",
  favourite: "Messages that a person keeps a copy of.",
  schedule: "Messages that the server sends later.",
  receipt: "How far a member has come: delivered, read, heard.",
  sync: "Catching up with everything that happened, on any device, after any time.",
  sms: "People without the app, who are reached by SMS: the price before, and the truth after.",
  preview: "What the pages behind links say of themselves.",
  search: "Finding what was written, on whatever device.",
  talk: "Voice messages that are heard while they are spoken and kept when they were missed.",
  media: "Pictures and other files: uploaded first, referred to by messages afterwards.",
};

export const areaOf = (name: OperationName) => name.slice(0, name.indexOf("/")) as Area;
