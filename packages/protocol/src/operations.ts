import type { z } from "zod";
import { accountChangeNumber } from "./account/change-number.ts";
import { accountChangeNumberStart } from "./account/change-number-start.ts";
import { accountDelete } from "./account/delete.ts";
import { accountSetPin } from "./account/set-pin.ts";
import { contactBlock } from "./contact/block.ts";
import { contactFallback } from "./contact/fallback.ts";
import { contactSet } from "./contact/set.ts";
import { conversationAttend } from "./conversation/attend.ts";
import { conversationClear } from "./conversation/clear.ts";
import { conversationOpen } from "./conversation/open.ts";
import { conversationRead } from "./conversation/read.ts";
import { conversationSettings } from "./conversation/settings.ts";
import { conversationTyping } from "./conversation/typing.ts";
import { deviceList } from "./device/list.ts";
import { deviceRename } from "./device/rename.ts";
import { deviceRevoke } from "./device/revoke.ts";
import { draftSet } from "./draft/set.ts";
import { favouriteSet } from "./favourite/set.ts";
import { groupAdd } from "./group/add.ts";
import { groupAnswer } from "./group/answer.ts";
import { groupChange } from "./group/change.ts";
import { groupCreate } from "./group/create.ts";
import { groupJoin } from "./group/join.ts";
import { groupLeave } from "./group/leave.ts";
import { groupLink } from "./group/link.ts";
import { groupLook } from "./group/look.ts";
import { groupMembers } from "./group/members.ts";
import { groupRevokeLink } from "./group/revoke-link.ts";
import { groupSet } from "./group/set.ts";
import { linkAsk } from "./link/ask.ts";
import { linkClaim } from "./link/claim.ts";
import { linkConfirm } from "./link/confirm.ts";
import { linkStart } from "./link/start.ts";
import { linkWait } from "./link/wait.ts";
import { mediaAdopt } from "./media/adopt.ts";
import { mediaStart } from "./media/start.ts";
import { messageChangeOperation } from "./message/change.ts";
import { messageHide } from "./message/hide.ts";
import { messageHistory } from "./message/history.ts";
import { messageReaders } from "./message/readers.ts";
import { messageSend } from "./message/send.ts";
import { passkeyChallenge } from "./passkey/challenge.ts";
import { passkeyList } from "./passkey/list.ts";
import { passkeyRegister } from "./passkey/register.ts";
import { passkeyRegisterStart } from "./passkey/register-start.ts";
import { passkeyRemove } from "./passkey/remove.ts";
import { passkeySignIn } from "./passkey/sign-in.ts";
import { previewGet } from "./preview/get.ts";
import { profileGet } from "./profile/get.ts";
import { profileSet } from "./profile/set.ts";
import { receiptAdvance } from "./receipt/advance.ts";
import { scheduleCancel } from "./schedule/cancel.ts";
import { scheduleSet } from "./schedule/set.ts";
import { searchQuery } from "./search/query.ts";
import { sessionHello } from "./session/hello.ts";
import { sessionPing } from "./session/ping.ts";
import { sessionTicket } from "./session/ticket.ts";
import { smsInfo } from "./sms/info.ts";
import { smsRate } from "./sms/rate.ts";
import { smsSend } from "./sms/send.ts";
import { smsUsage } from "./sms/usage.ts";
import { syncPull } from "./sync/pull.ts";
import { talkCancel } from "./talk/cancel.ts";
import { talkEnd } from "./talk/end.ts";
import { talkStart } from "./talk/start.ts";
import { verificationCheck } from "./verification/check.ts";
import { verificationExpect } from "./verification/expect.ts";
import { verificationStart } from "./verification/start.ts";
import { verificationWait } from "./verification/wait.ts";

/** Every operation by its name. The server's dispatch is total over this table. */
export const OPERATIONS = {
  "verification/start": verificationStart,
  "verification/check": verificationCheck,
  "verification/expect": verificationExpect,
  "verification/wait": verificationWait,
  "link/start": linkStart,
  "link/wait": linkWait,
  "link/ask": linkAsk,
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
  "contact/block": contactBlock,
  "contact/fallback": contactFallback,
  "conversation/open": conversationOpen,
  "conversation/read": conversationRead,
  "conversation/attend": conversationAttend,
  "conversation/typing": conversationTyping,
  "conversation/settings": conversationSettings,
  "conversation/clear": conversationClear,
  "group/create": groupCreate,
  "group/add": groupAdd,
  "group/change": groupChange,
  "group/answer": groupAnswer,
  "group/leave": groupLeave,
  "group/set": groupSet,
  "group/members": groupMembers,
  "group/link": groupLink,
  "group/revoke-link": groupRevokeLink,
  "group/look": groupLook,
  "group/join": groupJoin,
  "message/send": messageSend,
  "message/change": messageChangeOperation,
  "message/readers": messageReaders,
  "message/history": messageHistory,
  "message/hide": messageHide,
  "draft/set": draftSet,
  "favourite/set": favouriteSet,
  "schedule/set": scheduleSet,
  "schedule/cancel": scheduleCancel,
  "receipt/advance": receiptAdvance,
  "sms/rate": smsRate,
  "sms/send": smsSend,
  "sms/info": smsInfo,
  "sms/usage": smsUsage,
  "sync/pull": syncPull,
  "search/query": searchQuery,
  "talk/start": talkStart,
  "talk/end": talkEnd,
  "talk/cancel": talkCancel,
  "media/start": mediaStart,
  "preview/get": previewGet,
  "media/adopt": mediaAdopt,
} as const;

export type OperationName = keyof typeof OPERATIONS;
/** What a caller passes (defaults may be left out). */
export type CallInput<Name extends OperationName> = z.input<(typeof OPERATIONS)[Name]["input"]>;
/** What a handler receives (defaults filled in). */
export type HandlerInput<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]["input"]>;
export type Output<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]["output"]>;
