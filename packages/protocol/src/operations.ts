import type { z } from "zod";
import { accountChangeNumber } from "./account/change-number.ts";
import { accountChangeNumberStart } from "./account/change-number-start.ts";
import { accountDelete } from "./account/delete.ts";
import { accountSetPin } from "./account/set-pin.ts";
import { contactSet } from "./contact/set.ts";
import { conversationAttend } from "./conversation/attend.ts";
import { conversationOpen } from "./conversation/open.ts";
import { conversationRead } from "./conversation/read.ts";
import { conversationTyping } from "./conversation/typing.ts";
import { deviceList } from "./device/list.ts";
import { deviceRename } from "./device/rename.ts";
import { deviceRevoke } from "./device/revoke.ts";
import { linkClaim } from "./link/claim.ts";
import { linkConfirm } from "./link/confirm.ts";
import { linkPreviewOperation } from "./link/preview.ts";
import { linkStart } from "./link/start.ts";
import { linkWait } from "./link/wait.ts";
import { mediaStart } from "./media/start.ts";
import { messageChangeOperation } from "./message/change.ts";
import { messageSend } from "./message/send.ts";
import { passkeyChallenge } from "./passkey/challenge.ts";
import { passkeyList } from "./passkey/list.ts";
import { passkeyRegister } from "./passkey/register.ts";
import { passkeyRegisterStart } from "./passkey/register-start.ts";
import { passkeyRemove } from "./passkey/remove.ts";
import { passkeySignIn } from "./passkey/sign-in.ts";
import { profileGet } from "./profile/get.ts";
import { profileSet } from "./profile/set.ts";
import { receiptAdvance } from "./receipt/advance.ts";
import { searchQuery } from "./search/query.ts";
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
  "link/start": linkStart,
  "link/wait": linkWait,
  "link/claim": linkClaim,
  "link/confirm": linkConfirm,
  "passkey/challenge": passkeyChallenge,
  "passkey/sign-in": passkeySignIn,
  "passkey/register-start": passkeyRegisterStart,
  "passkey/register": passkeyRegister,
  "passkey/list": passkeyList,
  "passkey/remove": passkeyRemove,
  "session/ticket": sessionTicket,
  "session/hello": sessionHello,
  "session/ping": sessionPing,
  "profile/get": profileGet,
  "profile/set": profileSet,
  "account/set-pin": accountSetPin,
  "account/change-number-start": accountChangeNumberStart,
  "account/change-number": accountChangeNumber,
  "account/delete": accountDelete,
  "device/list": deviceList,
  "device/rename": deviceRename,
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
  "search/query": searchQuery,
  "talk/start": talkStart,
  "talk/end": talkEnd,
  "talk/cancel": talkCancel,
  "media/start": mediaStart,
  "link/preview": linkPreviewOperation,
} as const;

export type OperationName = keyof typeof OPERATIONS;
/** What a caller passes (defaults may be left out). */
export type CallInput<Name extends OperationName> = z.input<(typeof OPERATIONS)[Name]["input"]>;
/** What a handler receives (defaults filled in). */
export type HandlerInput<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]["input"]>;
export type Output<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]["output"]>;
