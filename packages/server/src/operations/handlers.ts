import { accountSetPin } from "./account/set-pin.ts";
import { contactSet } from "./contact/set.ts";
import { conversationAttend } from "./conversation/attend.ts";
import { conversationOpen } from "./conversation/open.ts";
import { conversationRead } from "./conversation/read.ts";
import { conversationTyping } from "./conversation/typing.ts";
import { deviceList } from "./device/list.ts";
import { deviceRevoke } from "./device/revoke.ts";
import type { Handlers } from "./handler.ts";
import { mediaStart } from "./media/start.ts";
import { messageChange } from "./message/change.ts";
import { messageSend } from "./message/send.ts";
import { profileGet } from "./profile/get.ts";
import { profileSet } from "./profile/set.ts";
import { receiptAdvance } from "./receipt/advance.ts";
import type { Services } from "./services.ts";
import { sessionPing } from "./session/ping.ts";
import { sessionTicket } from "./session/ticket.ts";
import { syncPull } from "./sync/pull.ts";
import { talkCancel } from "./talk/cancel.ts";
import { talkEnd } from "./talk/end.ts";
import { talkStart } from "./talk/start.ts";
import { verificationCheck } from "./verification/check.ts";
import { verificationStart } from "./verification/start.ts";

/** Every operation and who does it. */
export function handlers(services: Services): Handlers {
  return {
    "verification/start": verificationStart(services),
    "verification/check": verificationCheck(services),
    "session/ticket": sessionTicket(services),
    "session/ping": sessionPing(services),
    "profile/get": profileGet(services),
    "profile/set": profileSet(services),
    "account/set-pin": accountSetPin(services),
    "device/list": deviceList(services),
    "device/revoke": deviceRevoke(services),
    "contact/set": contactSet(services),
    "conversation/open": conversationOpen(services),
    "conversation/read": conversationRead(services),
    "conversation/attend": conversationAttend(services),
    "conversation/typing": conversationTyping(services),
    "message/send": messageSend(services),
    "message/change": messageChange(services),
    "receipt/advance": receiptAdvance(services),
    "sync/pull": syncPull(services),
    "talk/start": talkStart(services),
    "talk/end": talkEnd(services),
    "talk/cancel": talkCancel(services),
    "media/start": mediaStart(services),
  };
}
