import type {
  AccountId,
  BlobId,
  ConversationId,
  DeviceId,
  LinkId,
  TalkId,
  UploadId,
  VerificationId,
} from "../../ids.ts";

/** The people and things of every example: Alice is with China Mobile, Bob with China Unicom. */
export const ALICE_NUMBER = "+8613800138000";
export const BOB_NUMBER = "+8618600138000";
export const ALICE: AccountId = "acc_59zuPMY9FwugSdosdUpj6l";
export const BOB: AccountId = "acc_UlefXdQg96t1kNc3oniBtI";
export const PHONE: DeviceId = "dev_JEYVPMpBwvMINxoD9r4fpa";
export const LAPTOP: DeviceId = "dev_EacAsMgGbEfsugXtN7wU3K";
export const CONVERSATION: ConversationId = "con_5FSm0613OKJb9r5_EMg3SE";
export const TALK: TalkId = "tlk_PZokt1WLUtzE51ww36OpIu";
export const UPLOAD: UploadId = "upl_yLnuPnfygX1SXuxk18fH0F";
export const VERIFICATION: VerificationId = "ver_YbRjiAkbQ2jAr4X4EzBBsX";
export const LINK: LinkId = "lnk_t8WmX0mQeG2JxS7y3N1bKA";
export const PICTURE_HASH = "d693i1Gr1KPFHF3dlyBKnDrmFOvMt1pgbDtoZa7WdE4";
export const PICTURE: BlobId = `blb_${PICTURE_HASH}`;

/** When the examples happen, in milliseconds since 1970. */
export const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
export const MINUTE_MS = 60_000;
