import type {
  AccountId,
  BlobId,
  CallInput,
  Challenge,
  ConversationId,
  ConversationInfo,
  ConversationKind,
  DevicePlatform,
  ErrorCode,
  LinkId,
  LinkPreview,
  Member,
  MemberState,
  MessageChange,
  OperationName,
  Output,
  OwnerProof,
  Profile,
  TalkId,
  TalkOutcome,
  VerificationId,
} from "@feiliao/protocol";
import type { Cache } from "./cache/port.ts";
import type { ContactCardView, ContentView, LocationView } from "./content-types.ts";
import type { Groups, Rights } from "./group-types.ts";
import type { Favourites, Messages, Schedule, TextOptions } from "./message-types.ts";
import type { ConversationSettings } from "./model/kept.ts";
import type { SendOptions, Sms, SmsRecipientView } from "./sms-types.ts";

export type * from "./content-types.ts";
export type * from "./group-types.ts";
export type { ConversationSettings } from "./model/kept.ts";
export type * from "./sms-types.ts";

/** What a client needs from where it runs; everything has a default in browsers, Node and Bun. */
export interface ClientOptions {
  /** Origin of the server, as in `https://chat.example.org`. */
  url: string;
  /** Where messages, the outbox and the token are kept. Default: memory, gone with the process. */
  cache?: Cache;
  fetch?: typeof fetch;
  /** Default: the global WebSocket, else the npm package `ws`. */
  webSocket?: typeof WebSocket;
  clock?: Clock;
  /** Uniform random bytes; default `crypto.getRandomValues`. */
  randomBytes?: (length: number) => Uint8Array;
  /** SHA-256 of a file of up to 100 MiB. Default: WebCrypto, which needs all of it in memory at once. */
  sha256?: (file: Blob) => Promise<Uint8Array>;
  /**
   * Solves what the server asks for before it sends a code, when too many codes were asked for in vain. Default: on this
   * thread, with pauses; a page had better use a worker, with `solve` of `@feiliao/client/proof-of-work`.
   */
  solve?: (challenge: Challenge) => Promise<string>;
}

export type CachedClientOptions = ClientOptions & Required<Pick<ClientOptions, "cache">>;

/** Time as the client uses it, replaceable by a virtual clock. Milliseconds. */
export interface Clock {
  now(): number;
  setTimeout(action: () => void, delay_ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** deleted: the account is to be erased, as was asked for on this device. */
export type SignedOutReason = "revoked" | "signed_out" | "deleted";

export type Session =
  | { phase: "loading" }
  | { phase: "signed_out"; reason?: SignedOutReason }
  | { phase: "signed_in"; account_id: AccountId; connection: Connection };

/** `waiting`: no server in reach; `next_try_at` is on the client's clock. */
export type Connection =
  | { phase: "connecting" }
  | { phase: "online" }
  | { phase: "waiting"; next_try_at: number };

/**
 * queued → sending → sent → delivered → read (→ heard, voice only); failed carries the reason. lost: the server had
 * it once and does not have it any more, so that it is kept on this device only.
 */
export type MessageState = "queued" | "sending" | "sent" | "delivered" | "read" | "heard" | "failed" | "lost";

/** One bubble. `key` is the client_id: stable from the first moment on, before and after the ack. */
export interface MessageView {
  key: string;
  conversation_id: ConversationId;
  /** null until the server has acknowledged it. */
  seq: number | null;
  sender: AccountId;
  mine: boolean;
  /** Milliseconds since 1970: the server's time, or the device's while queued. */
  at: number;
  /** Of one's own messages; of others' it is always "sent". */
  state: MessageState;
  failure?: ErrorCode;
  /** With the failure `sms_price`: what it costs now as SMS, in 0.01 CNY. */
  price_now?: number | undefined;
  content: ContentView;
  /** Seq of the message that it answers. */
  reply_to?: number;
  /** It was written elsewhere, by somebody of that name. */
  forwarded?: { name: string | null };
  /** When it was edited last. */
  edited_at?: number;
  /** By emoji, those who reacted with it. */
  reactions?: readonly ReactionView[];
  /** When it disappears. */
  expires_at?: number;
  /** Of one's own that go as SMS: to whom, and how far it has come; empty while nothing is known yet. */
  sms?: readonly SmsRecipientView[];
}

export interface ReactionView {
  emoji: string;
  accounts: readonly AccountId[];
}

export interface ConversationView {
  conversation_id: ConversationId;
  kind: ConversationKind;
  /** Remark name, else the peer's own name, else the number; of a group its title. */
  title: string;
  /** `tel:+…` of the peer, when known. */
  address: string | null;
  /** The group's, or the peer's. */
  picture: BlobId | null;
  /** What this person is in it. Others than `active` see what they had, and nothing new. */
  state: MemberState;
  /** While `state` is invited: by whom. */
  invited_by: AccountId | null;
  /** What the conversation is besides its members; null until the server has told it. */
  info: ConversationInfo | null;
  settings: ConversationSettings;
  /** This person takes nothing from the peer. */
  blocked: boolean;
  rights: Rights;
  /** What a person is called here: remark name, own name or number; empty when nothing is known. */
  nameOf(account_id: AccountId): string;
  /** The other person of a direct conversation. */
  peer: Member | null;
  /** Former ones, invited ones and those who have asked to be let in included; see `state` of each. */
  members: readonly Member[];
  me: Member | null;
  last: MessageView | null;
  unread: number;
  /** Of those that are unread, how many call this person by name, or everybody. */
  mentions: number;
  /** Messages that the server has lost, as after a restore from a backup, and this device has kept. */
  lost: number;
  draft: string;
  /** Seq of the message that the draft answers. */
  draft_reply_to: number | null;
  /** Seqs of pinned messages, the latest last. */
  pins: readonly number[];
  /** Somebody in it is reached only by SMS, as far as this device has heard; see `Sms.rate`. */
  sms: boolean;
  typing: boolean;
  /** When something last happened, for the order of the list. */
  active_at: number;
}

/** A conversation that has what was typed in one of its names. */
export interface NameHit {
  conversation: ConversationView;
  /** What fitted: the title, the name people give themselves, the number, or the name of a member of a group. */
  by: "title" | "own_name" | "number" | "member";
  text: string;
  /** In UTF-16 units of `text`: from `start` to before `end`. */
  highlights: { start: number; end: number }[];
}

/** What is looked for among messages and files; input of search/query. */
export type MessageSearch = CallInput<"search/query">;
export type FoundMessages = Output<"search/query">;

/**
 * The loaded part of one conversation, ascending; entries that are no bubble of their own are folded in. It ends with
 * the newest message, unless it was opened around one that lies far back.
 */
export interface Timeline {
  readonly conversation_id: ConversationId;
  readonly messages: readonly MessageView[];
  /** True when the first message of the conversation is loaded. */
  readonly complete: boolean;
  /** False while newer messages than these are left out. */
  readonly reaches_newest: boolean;
  /** Loads an older page, from the cache or the server. Resolves false when nothing older exists or is in reach. */
  loadOlder(): Promise<boolean>;
  /** While newer messages are left out: loads a page of them. Resolves false when there are none, or none in reach. */
  loadNewer(): Promise<boolean>;
  /** Lets go of what was loaded far back, so that it ends with the newest message again. */
  toNewest(): void;
  /** Called after `messages` changed; returns how to stop. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

/** A voice message being spoken: push 20 ms Opus packets as they are encoded. Nothing pushed is ever lost. */
export interface TalkRecording {
  readonly key: string;
  push(packet: Uint8Array): void;
  /** Ends it and lets it be sent. `waveform`: 64 values 0..31. */
  finish(waveform: number[]): void;
  /** Withdraws it, for everybody. */
  cancel(): void;
}

/** A picture ready to be sent: re-encoded, without metadata. */
export interface PictureInput {
  bytes: Uint8Array<ArrayBuffer>;
  mime: "image/jpeg" | "image/png" | "image/webp" | "image/gif";
  width: number;
  height: number;
  thumbhash: string;
}

export interface PictureOptions extends SendOptions {
  /** Of up to nine that belong together. */
  album_id?: string | undefined;
}

/** A file of at most 100 MiB. */
export interface FileInput {
  blob: Blob;
  name: string;
  mime: string;
}

/** A short video with the picture that stands for it until it is played. */
export interface VideoInput {
  blob: Blob;
  mime: "video/mp4" | "video/webm";
  width: number;
  height: number;
  duration_ms: number;
  poster: { bytes: Uint8Array<ArrayBuffer>; mime: "image/jpeg" | "image/webp"; thumbhash: string };
}

export interface DownloadOptions {
  onProgress?: (received_bytes: number) => void;
  signal?: AbortSignal;
}

export type ClientEvent =
  | { type: "session" }
  /** The list, a title, unread count, draft, typing, or last message changed. */
  | { type: "conversation"; conversation_id: ConversationId }
  | { type: "profile" }
  /** Favourites or scheduled messages changed. */
  | { type: "kept" }
  /** `signInRequest` changed. */
  | { type: "sign_in_request" }
  /** An edit, a reaction or the like was refused, and is undone. */
  | {
      type: "change_refused";
      conversation_id: ConversationId;
      change: MessageChange["type"];
      reason: ErrorCode;
    }
  /** A message of somebody else that this device had not seen; fires at most once per message. */
  | { type: "message"; message: MessageView }
  /** The server has lost messages of this conversation that this device has: so many in all. */
  | { type: "messages_lost"; conversation_id: ConversationId; messages: number }
  /** Voice of the attended conversation, as it is spoken. Packets come in order and without gaps. */
  | {
      type: "talk_packets";
      conversation_id: ConversationId;
      talk_id: TalkId;
      first: number;
      packets: Uint8Array[];
    }
  /** So many bytes of a file that is being sent have reached the server. */
  | { type: "upload"; key: string; sent_bytes: number }
  | { type: "talk_end"; conversation_id: ConversationId; talk_id: TalkId; outcome: TalkOutcome };

/** waiting: to be scanned; scanned: to be confirmed there; expired: start another one. */
export type LinkPhase = "waiting" | "scanned" | "refused" | "expired" | "signed_in";

/** A request to be signed in by a device that scans it. */
export interface LinkRequest {
  /** What to show as a QR code. */
  readonly url: string;
  /** On this client's clock. */
  readonly expires_at: number;
  readonly phase: LinkPhase;
  /**
   * Has the signed-in devices of a number asked, instead of waiting for a scan; nobody says whether there are any. Resolves
   * to the two digits that are to be entered there, and `expires_at` is later then.
   */
  ask(number: string): Promise<string>;
  /** Called after `phase` changed; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** Nobody looks at it any more. */
  cancel(): void;
}

/** received: `code` is what checkVerification takes. */
export type SmsProofPhase = { phase: "waiting" } | { phase: "received"; code: string } | { phase: "expired" };

/** An SMS that the person sends, to prove a number. */
export interface SmsProof {
  readonly verification_id: VerificationId;
  /** E.164. */
  readonly number: string;
  /** The server's number, as it is dialled from there. */
  readonly send_to: string;
  readonly text: string;
  /** On this client's clock. */
  readonly expires_at: number;
  readonly phase: SmsProofPhase;
  /** Called after `phase` changed; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** Nobody looks at it any more. */
  cancel(): void;
}

/** Another device asks to be signed in to this account: claim its link, show what it is, and ask. */
export interface SignInRequest {
  link_id: LinkId;
  device_name: string;
  platform: DevicePlatform;
  /** The server's time. */
  expires_at: number;
}

export interface FeiliaoClient {
  readonly session: Session;
  readonly profile: Profile | null;
  /** A device that asks now to be signed in, the last that did. It may have been decided or given up since. */
  readonly signInRequest: SignInRequest | null;
  /** Pinned ones, then by activity, the newest first; those that somebody else opened without writing are left out. */
  readonly conversations: readonly ConversationView[];
  conversation(conversation_id: ConversationId): ConversationView | null;

  /** Loads the cache and, when signed in, connects and stays connected. Resolves when the cache is loaded. */
  start(): Promise<void>;
  /** Closes the socket and the timers; what is queued stays in the cache. */
  stop(): Promise<void>;
  on(listener: (event: ClientEvent) => void): () => void;
  /** Try the connection now instead of at `next_try_at`. */
  reconnect(): void;

  startVerification(number: string, locale?: "zh-CN" | "en"): Promise<Output<"verification/start">>;
  /** Proves a number by an SMS that the person sends; what comes of it is in `phase`. */
  startSmsProof(number: string, locale?: "zh-CN" | "en"): Promise<SmsProof>;
  /** Signs this client in; afterwards it connects. */
  checkVerification(input: CallInput<"verification/check">): Promise<void>;
  /** Asks to be signed in by a scan; when it is confirmed there, this client is signed in. */
  startLink(device: CallInput<"link/start">): Promise<LinkRequest>;
  /** Signs this client in with what a passkey has signed. */
  signInWithPasskey(input: CallInput<"passkey/sign-in">): Promise<void>;
  /** Deletes the account in seven days, and signs this device out. Resolves to when. */
  deleteAccount(proof: OwnerProof): Promise<number>;
  /** Revokes this device and forgets everything kept here. */
  signOut(): Promise<void>;

  setProfile(change: { name?: string; picture?: PictureInput | null }): Promise<void>;
  /** Opens the direct conversation with a number, optionally keeping a remark name for it. */
  openConversation(address: string, remark_name?: string): Promise<ConversationId>;
  setRemarkName(address: string, name: string | null): Promise<void>;

  /** With `around_seq`, around that message: its first page is loaded by `loadOlder`. Offline it may be out of reach. */
  timeline(conversation_id: ConversationId, around_seq?: number): Timeline;
  /** People and groups by their names, the best first: any part, or pinyin. Also offline. */
  findNames(typed: string): Promise<NameHit[]>;
  /** Messages and files by what they say, from the server. @throws {FeiliaoError | NoAnswerError} */
  findMessages(search: MessageSearch): Promise<FoundMessages>;
  /** Of a signed-in client. @throws {FeiliaoError} unauthorized */
  readonly groups: Groups;
  setConversationSettings(
    conversation_id: ConversationId,
    change: Partial<ConversationSettings>,
  ): Promise<void>;
  /** Takes nothing from an address any more, or does again. */
  setBlocked(address: string, blocked: boolean): Promise<void>;

  /** Shows at once, keeps it, sends in order when it can. Returns the key. */
  sendText(conversation_id: ConversationId, text: string, options?: TextOptions): Promise<string>;
  sendPicture(
    conversation_id: ConversationId,
    picture: PictureInput,
    options?: PictureOptions,
  ): Promise<string>;
  /** Shows at once and keeps the file; it is uploaded in the background while other messages go on, then sent. */
  sendFile(conversation_id: ConversationId, file: FileInput, options?: SendOptions): Promise<string>;
  sendVideo(conversation_id: ConversationId, video: VideoInput, options?: SendOptions): Promise<string>;
  sendLocation(
    conversation_id: ConversationId,
    location: Omit<LocationView, "type">,
    options?: SendOptions,
  ): Promise<string>;
  sendContactCard(
    conversation_id: ConversationId,
    card: Omit<ContactCardView, "type">,
    options?: SendOptions,
  ): Promise<string>;
  /** What the page at an address says about itself, as the server found it; null when there is nothing. */
  linkPreview(url: string): Promise<LinkPreview | null>;
  startTalk(conversation_id: ConversationId, options?: SendOptions): TalkRecording;
  /** What can be done with messages that are there. */
  readonly messages: Messages;
  readonly favourites: Favourites;
  readonly schedule: Schedule;
  readonly sms: Sms;
  /** Takes a message that is queued or failed out of the outbox. */
  discard(key: string): Promise<void>;
  /** Sends a failed message again. */
  retry(key: string): Promise<void>;

  /** What the server has lost of a conversation and this device has kept, the oldest first. */
  lostMessages(conversation_id: ConversationId): readonly MessageView[];
  /**
   * Sends a lost message of one's own again. It keeps its key, so that sending it from several devices is sending it
   * once; a voice message is a new one. Rejects with `media_missing` when its picture or voice is not kept here.
   */
  sendAgain(message: MessageView): Promise<void>;
  /** Forgets what the server has lost of a conversation. */
  forgetLost(conversation_id: ConversationId): Promise<void>;

  // What a screen tells may come after the session has ended, while the screen is taken down: then it does nothing.
  /** Which conversation is open on this screen; its typing and live voice come as events. */
  attend(conversation_id: ConversationId | null): void;
  setTyping(conversation_id: ConversationId, typing: boolean): void;
  setDraft(conversation_id: ConversationId, text: string, reply_to?: number | null): void;
  markRead(conversation_id: ConversationId, seq: number): void;
  markHeard(conversation_id: ConversationId, seq: number): void;

  /** Bytes of a picture message, from the outbox, the cache or the server. */
  picture(message: MessageView): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The file or video of a message. A download goes on where it broke off, also after a restart; without a network it
   * waits for one, until it is aborted.
   */
  download(message: MessageView, options?: DownloadOptions): Promise<Blob>;
  /** How much of a message's file has reached the server; 0 when it waits, or is no upload of this tab. */
  uploaded(key: string): number;
  /** Bytes of a blob that belongs to a conversation, such as a member's picture. */
  media(conversation_id: ConversationId | "me", blob_id: BlobId): Promise<Uint8Array<ArrayBuffer>>;
  /** All Opus packets of a voice message that has ended. */
  talkPackets(message: MessageView): Promise<Uint8Array[]>;

  /** Any operation, on the socket when it is open, else by HTTP. @throws {FeiliaoError} */
  call<Name extends OperationName>(name: Name, input: CallInput<Name>): Promise<Output<Name>>;
}
