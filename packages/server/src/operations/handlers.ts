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
import type { Handlers } from "./handler.ts";
import { linkAsk } from "./link/ask.ts";
import { linkClaim } from "./link/claim.ts";
import { linkConfirm } from "./link/confirm.ts";
import { linkStart } from "./link/start.ts";
import { linkWait } from "./link/wait.ts";
import { mediaAdopt } from "./media/adopt.ts";
import { mediaStart } from "./media/start.ts";
import { messageChange } from "./message/change.ts";
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
import type { Services } from "./services.ts";
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

/** Every operation and who does it. */
export function handlers(services: Services): Handlers {
  return {
    "contact/fallback": contactFallback(services),
    "sms/rate": smsRate(services),
    "sms/send": smsSend(services),
    "sms/info": smsInfo(services),
    "sms/usage": smsUsage(services),
    "verification/start": verificationStart(services),
    "verification/check": verificationCheck(services),
    "verification/expect": verificationExpect(services),
    "verification/wait": verificationWait(services),
    "link/start": linkStart(services),
    "link/wait": linkWait(services),
    "link/ask": linkAsk(services),
    "link/claim": linkClaim(services),
    "link/confirm": linkConfirm(services),
    "passkey/challenge": passkeyChallenge(services),
    "passkey/sign-in": passkeySignIn(services),
    "passkey/register-start": passkeyRegisterStart(services),
    "passkey/register": passkeyRegister(services),
    "passkey/list": passkeyList(services),
    "passkey/remove": passkeyRemove(services),
    "session/ticket": sessionTicket(services),
    "session/ping": sessionPing(services),
    "profile/get": profileGet(services),
    "profile/set": profileSet(services),
    "account/set-pin": accountSetPin(services),
    "account/change-number-start": accountChangeNumberStart(services),
    "account/change-number": accountChangeNumber(services),
    "account/delete": accountDelete(services),
    "device/list": deviceList(services),
    "device/rename": deviceRename(services),
    "device/revoke": deviceRevoke(services),
    "contact/set": contactSet(services),
    "contact/block": contactBlock(services),
    "conversation/open": conversationOpen(services),
    "conversation/read": conversationRead(services),
    "conversation/attend": conversationAttend(services),
    "conversation/typing": conversationTyping(services),
    "conversation/settings": conversationSettings(services),
    "conversation/clear": conversationClear(services),
    "group/create": groupCreate(services),
    "group/add": groupAdd(services),
    "group/change": groupChange(services),
    "group/answer": groupAnswer(services),
    "group/leave": groupLeave(services),
    "group/set": groupSet(services),
    "group/members": groupMembers(services),
    "group/link": groupLink(services),
    "group/revoke-link": groupRevokeLink(services),
    "group/look": groupLook(services),
    "group/join": groupJoin(services),
    "message/send": messageSend(services),
    "message/change": messageChange(services),
    "message/readers": messageReaders(services),
    "message/history": messageHistory(services),
    "message/hide": messageHide(services),
    "draft/set": draftSet(services),
    "favourite/set": favouriteSet(services),
    "schedule/set": scheduleSet(services),
    "schedule/cancel": scheduleCancel(services),
    "receipt/advance": receiptAdvance(services),
    "sync/pull": syncPull(services),
    "search/query": searchQuery(services),
    "talk/start": talkStart(services),
    "talk/end": talkEnd(services),
    "talk/cancel": talkCancel(services),
    "media/start": mediaStart(services),
    "preview/get": previewGet(services),
    "media/adopt": mediaAdopt(services),
  };
}
