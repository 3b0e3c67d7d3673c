import type { Assumptions } from "./assumptions.ts";

/** What people do to a deployment. Rates are of the busiest second; `_per_day` is a mean day. */
export interface Load {
  connections: number;
  messages_per_day: number;
  messages_per_s: number;
  /** Pushes of messages to sockets. */
  deliveries_per_s: number;
  /** Watermarks written. */
  receipts_per_s: number;
  /** Pushes of watermarks to the sockets of the other members. */
  receipt_deliveries_per_s: number;
  /** People who speak at once. */
  talkers: number;
  talk_commits_per_s: number;
  voice_packets_in_per_s: number;
  voice_packets_out_per_s: number;
  voice_bytes_per_day: number;
  picture_bytes_per_day: number;
  /** To the devices, the overhead of TCP and TLS included. */
  egress_bytes_per_s: number;
  ingress_bytes_per_s: number;
  /** Messages whose conversation lives in another region than their sender. */
  cross_region_messages_per_s: number;
  sms_per_month: number;
  sms_money_per_month: number;
}

const DAY_S = 86_400;
/** Opus at 24 kb/s in packets of 20 ms. */
export const VOICE_BYTES_PER_S = 3_000;
const VOICE_PACKETS_PER_S = 50;
/** The server commits a talk's packets every 300 ms. */
const TALK_COMMITS_PER_S = 1_000 / 300;
/** An entry event without its text; a members event with one member. */
const ENTRY_FRAME_BYTES = 320;
const MEMBERS_FRAME_BYTES = 260;
/** IP, TCP, a TLS record and a WebSocket header, when a frame travels alone. */
const FRAME_OVERHEAD_BYTES = 90;
const VOICE_FRAME_BYTES = VOICE_BYTES_PER_S / VOICE_PACKETS_PER_S + 16 + FRAME_OVERHEAD_BYTES;

export function loadOf(a: Assumptions): Load {
  const active = a.users * a.active;
  const peakOf = (per_day: number) => (per_day / DAY_S) * a.peak;
  const others = a.group_size - 1;
  /** Sockets of one recipient that are connected at the peak. */
  const reach = a.online * a.devices;
  const own_others = a.devices - 1;
  const recipients = recipientsOf(a);

  const messages_per_day = active * a.messages_per_day;
  const messages_per_s = peakOf(messages_per_day);
  const direct_receipts = (1 - a.group_share) * a.receipts;
  const group_receipts = a.group_share * others * a.group_receipts;
  const deliveries_per_s = messages_per_s * (recipients * reach + own_others);
  const receipts_per_s = messages_per_s * (direct_receipts + group_receipts);
  const receipt_deliveries_per_s =
    messages_per_s *
    (direct_receipts * (reach + own_others) + group_receipts * (others * reach + own_others));

  const talkers = peakOf(active * a.voice_seconds_per_day);
  const listeners = talkers * a.voice_live;
  const voice_bytes_per_day = active * a.voice_seconds_per_day * VOICE_BYTES_PER_S;
  const picture_bytes_per_day = active * a.pictures_per_day * a.picture_bytes;
  const entry_bytes = ENTRY_FRAME_BYTES + a.text_bytes + FRAME_OVERHEAD_BYTES;
  const media_bytes_per_day = voice_bytes_per_day * (1 - a.voice_live) + picture_bytes_per_day;
  const sms_per_month = a.users * a.sms_per_user;
  const share_abroad = a.abroad / a.users;
  return {
    connections: active * a.online * a.devices,
    messages_per_day,
    messages_per_s,
    deliveries_per_s,
    receipts_per_s,
    receipt_deliveries_per_s,
    talkers,
    talk_commits_per_s: talkers * TALK_COMMITS_PER_S,
    voice_packets_in_per_s: talkers * VOICE_PACKETS_PER_S,
    voice_packets_out_per_s: listeners * VOICE_PACKETS_PER_S,
    voice_bytes_per_day,
    picture_bytes_per_day,
    egress_bytes_per_s:
      deliveries_per_s * entry_bytes +
      receipt_deliveries_per_s * (MEMBERS_FRAME_BYTES + FRAME_OVERHEAD_BYTES) +
      listeners * VOICE_PACKETS_PER_S * VOICE_FRAME_BYTES +
      peakOf(media_bytes_per_day) * recipients,
    ingress_bytes_per_s:
      messages_per_s * entry_bytes +
      receipts_per_s * (MEMBERS_FRAME_BYTES + FRAME_OVERHEAD_BYTES) +
      talkers * VOICE_PACKETS_PER_S * VOICE_FRAME_BYTES +
      peakOf(picture_bytes_per_day),
    cross_region_messages_per_s: messages_per_s * share_abroad * a.abroad_home,
    sms_per_month,
    sms_money_per_month:
      sms_per_month * ((1 - share_abroad) * a.sms_price + share_abroad * a.sms_price_abroad),
  };
}

/** People a message goes to, its sender left out; the mean of direct and group messages. */
export function recipientsOf(a: Assumptions): number {
  return 1 - a.group_share + a.group_share * (a.group_size - 1);
}
