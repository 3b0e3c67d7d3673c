import type {
  AccountId,
  BlobId,
  InfoContent,
  MembershipContent,
  TalkId,
  TalkOutcome,
} from "@feiliao/protocol";
import type { TextOptions } from "./message-types.ts";
import type { PictureInput } from "./types.ts";

/** What a bubble shows. */
export type ContentView =
  | (Omit<TextOptions, "sms"> & {
      type: "text";
      text: string;
      /** It came as SMS from a handset. */
      via?: "sms" | undefined;
      /** Parts of the SMS never came. */
      incomplete?: true | undefined;
    })
  | {
      type: "image";
      /** null while the upload waits; then `client.picture(message)` gives the local bytes. */
      blob_id: BlobId | null;
      mime: PictureInput["mime"];
      size: number;
      width: number;
      height: number;
      thumbhash: string;
      /** Pictures with the same one were sent together. */
      album_id?: string | undefined;
      caption?: string | undefined;
    }
  | FileView
  | VideoView
  | LocationView
  | ContactCardView
  | VoiceView
  /** Not said by anybody: `sender` did this to themselves or to others, or to what the group is. */
  | MembershipContent
  | InfoContent
  /** Its words are gone, for everybody. */
  | { type: "recalled"; by: AccountId }
  | { type: "unknown" };

/** Whom a message calls by name: a member, or everybody. */
export type Mention = AccountId | "all";

export interface FileView {
  type: "file";
  caption?: string | undefined;
  /** null until it is uploaded. */
  blob_id: BlobId | null;
  name: string;
  mime: string;
  size: number;
}

export interface VideoView {
  type: "video";
  caption?: string | undefined;
  /** null until it is uploaded. */
  blob_id: BlobId | null;
  mime: "video/mp4" | "video/webm";
  size: number;
  width: number;
  height: number;
  duration_ms: number;
  poster: { blob_id: BlobId; mime: "image/jpeg" | "image/webp"; size: number; thumbhash: string };
  album_id?: string | undefined;
}

export interface LocationView {
  type: "location";
  /** Degrees on the WGS 84 ellipsoid. */
  latitude: number;
  longitude: number;
  accuracy_m?: number | undefined;
  name?: string | undefined;
}

export interface ContactCardView {
  type: "contact_card";
  name: string;
  /** `tel:+…` */
  address: string;
}

export interface VoiceView {
  type: "voice";
  /** null until the server knows the talk. */
  talk_id: TalkId | null;
  /** recording: here and now; live: somebody speaks and the end is not known yet. */
  phase: "recording" | "live" | TalkOutcome;
  packets: number;
  duration_ms: number;
  /** 64 loudness values 0..31, empty while live. */
  waveform: number[];
}
