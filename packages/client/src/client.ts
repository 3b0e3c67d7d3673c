import type {
  BlobId,
  CallInput,
  ConversationId,
  LinkPreview,
  OperationName,
  Output,
  OwnerProof,
  Profile,
} from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import { memoryCache } from "./cache/memory.ts";
import type { Cache } from "./cache/port.ts";
import { deleteOutgoingFile, metaKey, putMeta } from "./cache/records.ts";
import { Changes } from "./changes.ts";
import { newClientId } from "./client-id.ts";
import { Http } from "./connection/http.ts";
import type { Favourites, Messages, Schedule, TextOptions } from "./message-types.ts";
import { favouritesOf, messagesOf, scheduleOf, smsOf } from "./messages/on-demand.ts";
import { lostMessages } from "./model/conversation-view.ts";
import { ConversationTimeline } from "./model/timeline.ts";
import type { Composing } from "./outbox/composing.ts";
import { hasFile, type OutboxItem } from "./outbox/item.ts";
import { type Platform, platformOf } from "./platform.ts";
import { ClientSession } from "./session.ts";
import type { SignedIn } from "./signed-in.ts";
import type {
  CachedClientOptions,
  ClientEvent,
  ClientOptions,
  ContactCardView,
  ConversationSettings,
  ConversationView,
  DownloadOptions,
  FeiliaoClient,
  FileInput,
  FoundMessages,
  Groups,
  LinkRequest,
  LocationView,
  MessageSearch,
  MessageView,
  NameHit,
  PictureInput,
  PictureOptions,
  SendOptions,
  Session,
  SignInRequest,
  Sms,
  SmsProof,
  TalkRecording,
  Timeline,
  VideoInput,
} from "./types.ts";

/** Enough to fill a screen, so that opening a conversation needs no second step. */
const FIRST_PAGE_MESSAGES = 50;

/** How far this device's clock may be ahead of the server's; the server decides what is too late. */
const CLOCK_DIFFERENCE_MS_MAX = 600_000;

export function createClient(options: ClientOptions): FeiliaoClient {
  return createCachedClient({ ...options, cache: options.cache ?? memoryCache() });
}

/** The same for who brings a cache: a bundler can leave the one in memory out. */
export function createCachedClient(options: CachedClientOptions): FeiliaoClient {
  const platform = platformOf(options);
  return new Client(options.url, options.cache, new Http(options.url, platform), platform);
}

class Client implements FeiliaoClient {
  readonly #url: string;
  readonly #cache: Cache;
  readonly #http: Http;
  readonly #platform: Platform;
  readonly #changes = new Changes();
  readonly #session: ClientSession;
  readonly messages: Messages;
  readonly favourites: Favourites;
  readonly schedule: Schedule;
  readonly sms: Sms;

  constructor(url: string, cache: Cache, http: Http, platform: Platform) {
    this.#url = url;
    this.#cache = cache;
    this.#http = http;
    this.#platform = platform;
    this.#session = new ClientSession({ cache, changes: this.#changes, http, platform });
    const parts = { cache, client: this, platform, signedIn: () => this.#required() };
    this.messages = messagesOf(parts);
    this.favourites = favouritesOf(parts);
    this.schedule = scheduleOf(parts);
    this.sms = smsOf(parts);
  }

  get session(): Session {
    return this.#session.state;
  }

  get profile(): Profile | null {
    return this.#session.signedIn?.model.account.profile ?? null;
  }

  get signInRequest(): SignInRequest | null {
    const request = this.#session.signedIn?.model.account.signInRequest ?? null;
    const oldest = this.#platform.clock.now() - CLOCK_DIFFERENCE_MS_MAX;
    return request && request.expires_at > oldest ? request : null;
  }

  get conversations(): readonly ConversationView[] {
    return this.#session.signedIn?.model.list ?? [];
  }

  conversation(conversation_id: ConversationId): ConversationView | null {
    return this.#session.signedIn?.model.conversation(conversation_id)?.view ?? null;
  }

  start(): Promise<void> {
    return this.#session.start();
  }

  stop(): Promise<void> {
    return this.#session.stop();
  }

  on(listener: (event: ClientEvent) => void): () => void {
    return this.#changes.on(listener);
  }

  reconnect(): void {
    this.#session.signedIn?.connection.tryNow();
  }

  async startVerification(number: string, locale?: "zh-CN" | "en"): Promise<Output<"verification/start">> {
    const { answeringChallenges } = await import("./proof-of-work/answering-challenges.ts");
    const installation_id = await this.#installationId();
    const input = { number, installation_id, ...(locale && { locale }) };
    return await answeringChallenges(this.#platform, (answer) =>
      this.#http.call("verification/start", { ...input, ...answer }, null),
    );
  }

  async startSmsProof(number: string, locale?: "zh-CN" | "en"): Promise<SmsProof> {
    const { AwaitedSms } = await import("./sign-in/sms-proof.ts"); // few need it
    const installation_id = await this.#installationId();
    const input = { number, installation_id, ...(locale && { locale }) };
    const asked = await this.#http.call("verification/expect", input, null);
    return new AwaitedSms(this.#http, this.#platform, asked);
  }

  async checkVerification(input: CallInput<"verification/check">): Promise<void> {
    const credentials = await this.#http.call("verification/check", input, null);
    await this.#session.signIn(credentials);
  }

  async startLink(device: CallInput<"link/start">): Promise<LinkRequest> {
    const { Link } = await import("./link.ts"); // most devices are signed in already
    const signIn = (credentials: Output<"verification/check">) => this.#session.signIn(credentials);
    return await Link.start({ http: this.#http, platform: this.#platform, url: this.#url, signIn }, device);
  }

  async signInWithPasskey(input: CallInput<"passkey/sign-in">): Promise<void> {
    await this.#session.signIn(await this.#http.call("passkey/sign-in", input, null));
  }

  async deleteAccount(proof: OwnerProof): Promise<number> {
    const { token } = this.#required().credentials;
    // By HTTP: the socket ends with the answer.
    const call = () => this.#http.call("account/delete", { proof }, token);
    return (await this.#session.end("deleted", call)).erase_at;
  }

  async signOut(): Promise<void> {
    const { connection, credentials } = this.#required();
    const { device_id, token } = credentials;
    connection.stop();
    // Offline the device stays in the account's list; the token is gone from here all the same.
    await this.#http.call("device/revoke", { device_id }, token).catch(() => {});
    await this.#session.forget("signed_out");
  }

  async setProfile({ name, picture }: { name?: string; picture?: PictureInput | null }): Promise<void> {
    const { call, media, model } = this.#required();
    const blob_id = picture && (await media.keep(picture.bytes));
    if (blob_id) await media.upload(blob_id);
    const profile = await call("profile/set", {
      ...(name !== undefined && { name }),
      ...(blob_id !== undefined && { picture: blob_id }),
    });
    model.account.profile = profile;
    this.#changes.emit({ type: "profile" });
  }

  async openConversation(address: string, remark_name?: string): Promise<ConversationId> {
    const { call, model, sync } = this.#required();
    const { conversation_id } = await call("conversation/open", { address });
    const conversation = model.ensure(conversation_id);
    const { record } = conversation;
    const at = record.listed ? record.at : this.#platform.clock.now();
    conversation.update({ address, at, listed: true, opened_by_me: true });
    if (remark_name) await call("contact/set", { address, name: remark_name });
    await sync.pull();
    return conversation_id;
  }

  async setRemarkName(address: string, name: string | null): Promise<void> {
    const { call, sync } = this.#required();
    await call("contact/set", { address, name });
    await sync.pull();
  }

  get groups(): Groups {
    return this.#required().groups;
  }

  async setConversationSettings(
    conversation_id: ConversationId,
    change: Partial<ConversationSettings>,
  ): Promise<void> {
    const { call, model } = this.#required();
    const { kept } = model.account;
    const settings = { ...kept.settings(conversation_id), ...change };
    kept.setSettings({
      conversation_id,
      ...(await call("conversation/settings", { conversation_id, ...settings })),
    });
    model.conversation(conversation_id)?.touch();
  }

  async setBlocked(address: string, blocked: boolean): Promise<void> {
    const { call, model } = this.#required();
    model.account.kept.setBlocked(await call("contact/block", { address, blocked }));
    model.contactsChanged();
  }

  timeline(conversation_id: ConversationId, around_seq?: number): Timeline {
    const { history, model } = this.#required();
    const timeline = new ConversationTimeline(model.ensure(conversation_id), history, around_seq);
    if (timeline.messages.length < FIRST_PAGE_MESSAGES) void timeline.loadOlder();
    return timeline;
  }

  async findNames(typed: string): Promise<NameHit[]> {
    const { findNames } = await import("./search/find-names.ts"); // with tables that only those who search need
    return findNames(this.conversations, typed);
  }

  async findMessages(search: MessageSearch): Promise<FoundMessages> {
    return await this.#required().call("search/query", search);
  }

  async sendText(
    conversation_id: ConversationId,
    text: string,
    { mentions, sms, ...options }: TextOptions = {},
  ): Promise<string> {
    const named = mentions && mentions.length > 0 ? { mentions } : {}; // an empty list is none to the contract
    return await this.#composing.message(
      conversation_id,
      { type: "text", text, ...named, ...options },
      { sms },
    );
  }

  async sendPicture(id: ConversationId, picture: PictureInput, options?: PictureOptions): Promise<string> {
    return await this.#composing.picture(id, picture, options);
  }

  async sendFile(id: ConversationId, file: FileInput, options?: SendOptions): Promise<string> {
    return await this.#composing.file(id, file, options);
  }

  async sendVideo(id: ConversationId, video: VideoInput, options?: SendOptions): Promise<string> {
    return await this.#composing.video(id, video, options);
  }

  async sendLocation(
    id: ConversationId,
    location: Omit<LocationView, "type">,
    options?: SendOptions,
  ): Promise<string> {
    return await this.#composing.message(id, { type: "location", ...location }, options);
  }

  async sendContactCard(
    id: ConversationId,
    card: Omit<ContactCardView, "type">,
    options?: SendOptions,
  ): Promise<string> {
    return await this.#composing.message(id, { type: "contact_card", ...card }, options);
  }

  async linkPreview(url: string): Promise<LinkPreview | null> {
    const { preview } = await this.call("preview/get", { url });
    return preview;
  }

  startTalk(conversation_id: ConversationId, options?: SendOptions): TalkRecording {
    return this.#required().talks.record(conversation_id, options);
  }

  async discard(key: string): Promise<void> {
    const { outbox, sender, talks, uploader } = this.#required();
    const item = outbox.get(key);
    if (!item) return;
    uploader.cancel(key);
    const talk = talks.get(key);
    if (talk && item.state.phase !== "failed") talk.cancel();
    else if (talk) await talk.forget();
    else await outbox.remove(key, hasFile(item.payload) ? [deleteOutgoingFile(key)] : []);
    sender.hurry(item.conversation_id);
  }

  async retry(key: string): Promise<void> {
    const { outbox, sender, uploader } = this.#required();
    const item = outbox.get(key);
    if (!item) return;
    await outbox.requeue(key);
    uploader.wake();
    sender.hurry(item.conversation_id);
  }

  lostMessages(conversation_id: ConversationId): readonly MessageView[] {
    const conversation = this.#session.signedIn?.model.conversation(conversation_id);
    return conversation ? lostMessages(conversation) : [];
  }

  async sendAgain({ key, conversation_id }: MessageView): Promise<void> {
    const signedIn = this.#required();
    const { lost, model, outbox, credentials } = signedIn;
    const conversation = model.ensure(conversation_id);
    const entry = conversation.lost.find(
      ({ client_id, sender }) => client_id === key && sender === credentials.account_id,
    );
    if (!entry || outbox.get(key)) return;
    const { sentAgain } = await import("./lost/sent-again.ts"); // servers are restored seldom
    const again = await sentAgain(entry, signedIn);
    if (again.type === "talk") {
      const recording = this.startTalk(conversation_id);
      for (const packet of again.packets) recording.push(packet);
      recording.finish(again.waveform);
      await lost.letGo(conversation, [entry]);
    } else await this.#composing.message(conversation_id, again, { client_id: key });
  }

  async forgetLost(conversation_id: ConversationId): Promise<void> {
    const { lost, model } = this.#required();
    const conversation = model.ensure(conversation_id);
    await lost.letGo(conversation, conversation.lost);
  }

  attend(conversation_id: ConversationId | null): void {
    const signedIn = this.#session.signedIn;
    signedIn?.listening.attend(conversation_id, signedIn.socket);
  }

  setTyping(conversation_id: ConversationId, typing: boolean): void {
    const signedIn = this.#session.signedIn;
    signedIn?.typing.set(conversation_id, typing, signedIn.socket);
  }

  setDraft(conversation_id: ConversationId, text: string, reply_to: number | null = null): void {
    this.#session.signedIn?.drafts.set(conversation_id, text, reply_to);
  }

  markRead(conversation_id: ConversationId, seq: number): void {
    const signedIn = this.#session.signedIn;
    void signedIn?.receipts.advance(signedIn.model.ensure(conversation_id), { read: seq });
  }

  markHeard(conversation_id: ConversationId, seq: number): void {
    const signedIn = this.#session.signedIn;
    void signedIn?.receipts.advance(signedIn.model.ensure(conversation_id), { heard: seq });
  }

  async picture({ key, conversation_id, content }: MessageView): Promise<Uint8Array<ArrayBuffer>> {
    if (content.type !== "image") throw new TypeError("not a picture");
    const { media, outbox } = this.#required();
    const item = outbox.get(key);
    const blob_id = content.blob_id ?? (item?.payload.type === "image" ? item.payload.blob_id : null);
    if (!blob_id) throw new FeiliaoError("media_missing");
    return await media.open(sourceOf(item) ?? conversation_id, blob_id);
  }

  async download(message: MessageView, options?: DownloadOptions): Promise<Blob> {
    const { key, conversation_id, content } = message;
    if (content.type !== "file" && content.type !== "video") throw new TypeError("not a file");
    const { media } = this.#required();
    const outgoing = await media.outgoing(key);
    if (outgoing) return outgoing;
    if (!content.blob_id) throw new FeiliaoError("media_missing");
    return await media.openFile(conversation_id, { blob_id: content.blob_id, size: content.size }, options);
  }

  uploaded(key: string): number {
    return this.#session.signedIn?.uploader.uploaded(key) ?? 0;
  }

  async media(where: ConversationId | "me", blob_id: BlobId): Promise<Uint8Array<ArrayBuffer>> {
    return await this.#required().media.open(where, blob_id);
  }

  async talkPackets({ key, content }: MessageView): Promise<Uint8Array[]> {
    if (content.type !== "voice") throw new TypeError("not a voice message");
    const { media, talks } = this.#required();
    const local = talks.get(key)?.allPackets;
    if (local) return local;
    if (!content.talk_id) throw new FeiliaoError("media_missing");
    return await media.talkPackets(content.talk_id, content.packets);
  }

  async call<Name extends OperationName>(name: Name, input: CallInput<Name>): Promise<Output<Name>> {
    return await (this.#session.signedIn?.call(name, input) ?? this.#http.call(name, input, null));
  }

  get #composing(): Composing {
    return this.#required().composing;
  }

  #required(): SignedIn {
    const { signedIn } = this.#session;
    if (!signedIn) throw new FeiliaoError("unauthorized");
    return signedIn;
  }

  /** Random, made once: the server's limit per device counts by it. */
  async #installationId(): Promise<string> {
    const known = await this.#cache.get<string>("meta", metaKey.installation);
    if (known) return known;
    const made = newClientId(this.#platform);
    await this.#cache.write([putMeta(metaKey.installation, made)]);
    return made;
  }
}

/** Where the files of what is passed on can be had, until it is in its own conversation. */
function sourceOf(item: OutboxItem | undefined): ConversationId | "me" | undefined {
  return item?.forwards === "favourite" ? "me" : item?.forwards?.conversation_id;
}
