import type { z } from "zod";
import { accountSetPin } from "./account/set-pin.ts";
import { contactSet } from "./contact/set.ts";
import { conversationAttend } from "./conversation/attend.ts";
import { conversationOpen } from "./conversation/open.ts";
import { conversationRead } from "./conversation/read.ts";
import { conversationTyping } from "./conversation/typing.ts";
import { deviceList } from "./device/list.ts";
import { deviceRevoke } from "./device/revoke.ts";
import { mediaStart } from "./media/start.ts";
import { messageChangeOperation } from "./message/change.ts";
import { messageSend } from "./message/send.ts";
import { profileGet } from "./profile/get.ts";
import { profileSet } from "./profile/set.ts";
import { receiptAdvance } from "./receipt/advance.ts";
import { sessionHello } from "./session/hello.ts";
import { sessionPing } from "./session/ping.ts";
import { sessionTicket } from "./session/ticket.ts";
import { syncPull } from "./sync/pull.ts";
import { talkCancel } from "./talk/cancel.ts";
import { talkEnd } from "./talk/end.ts";
import { talkStart } from "./talk/start.ts";
import { verificationCheck } from "./verification/check.ts";
import { verificationStart } from "./verification/start.ts";

/** Every operation by its name. The server's dispatch is total over this table. */
export const OPERATIONS = {
  "verification/start": verificationStart,
  "verification/check": verificationCheck,
  "session/ticket": sessionTicket,
  "session/hello": sessionHello,
  "session/ping": sessionPing,
  "profile/get": profileGet,
  "profile/set": profileSet,
  "account/set-pin": accountSetPin,
  "device/list": deviceList,
  "device/revoke": deviceRevoke,
  "contact/set": contactSet,
  "conversation/open": conversationOpen,
  "conversation/read": conversationRead,
  "conversation/attend": conversationAttend,
  "conversation/typing": conversationTyping,
  "message/send": messageSend,
  "message/change": messageChangeOperation,
  "receipt/advance": receiptAdvance,
  "sync/pull": syncPull,
  "talk/start": talkStart,
  "talk/end": talkEnd,
  "talk/cancel": talkCancel,
  "media/start": mediaStart,
} as const;

export type OperationName = keyof typeof OPERATIONS;
/** What a caller passes (defaults may be left out). */
export type CallInput<Name extends OperationName> = z.input<(typeof OPERATIONS)[Name]["input"]>;
/** What a handler receives (defaults filled in). */
export type HandlerInput<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]["input"]>;
export type Output<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]["output"]>;
