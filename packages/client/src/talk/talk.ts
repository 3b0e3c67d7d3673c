import type { Ack, ConversationId, ErrorCode, SmsConsent, TalkId, TalkOutcome } from "@feiliao/protocol";
import { FeiliaoError } from "@feiliao/protocol/errors";
import type { CacheChange } from "../cache/port.ts";
import type { Socket } from "../connection/socket.ts";
import { waveformText } from "../model/voice-view.ts";
import { NoAnswerError } from "../no-answer.ts";
import type { VoicePayload } from "../outbox/item.ts";
import type { Sent } from "../outbox/sender.ts";
import { verdictOf } from "../outbox/verdict.ts";
import type { Clock, TalkRecording } from "../types.ts";
import type { KeptPackets } from "./kept-packets.ts";
import type { PacketBuffer } from "./packet-buffer.ts";
import { VoiceStream } from "./voice-stream.ts";

/** At most this much of what was said is lost with the page. */
const SAVE_INTERVAL_MS = 500;
const RETRY_MS = 500;
/** The server takes no more than 15 minutes. */
export const TALK_PACKETS_MAX = 45_000;

/** What a talk needs of the session it belongs to. */
export interface TalkPort {
  clock: Clock;
  socket(): Socket | null;
  nextHandle(): number;
  /** Shows and keeps what became of the recording. */
  changed(talk: Talk): void;
  /** The server refused it for good; what was said stays here. */
  refused(talk: Talk, reason: ErrorCode): void;
  /** The price has risen, or nobody there takes SMS any more: it is sent, and not as SMS. */
  notAsSms(talk: Talk, seq: number): void;
  /** It is over: `end` with its acknowledgement, or null when only the log knows how. */
  over(talk: Talk, end: TalkConclusion | null, cleared: CacheChange[]): Promise<void>;
}

export interface TalkConclusion {
  ack: Ack;
  talk_id: TalkId;
  /** Seq of its voice entry. */
  target: number;
  outcome: TalkOutcome;
  packets: number;
  waveform: string;
}

/** Where a talk stands: what was said is in `packets`, and a stream exists while a socket carries it. */
export interface TalkOrigin {
  key: string;
  conversation_id: ConversationId;
  packets: PacketBuffer;
  kept: KeptPackets;
  payload: VoicePayload;
  /** False only when the server cannot have heard of it. */
  begun: boolean;
  sms?: SmsConsent | undefined;
}

/**
 * One voice message, from the first packet until the server has all of it. Packets go up while it is spoken when
 * there is a connection; whatever happens to that, they are held until the server says that they are stored.
 */
export class Talk implements TalkRecording {
  readonly key: string;
  readonly conversation_id: ConversationId;
  /** Settles when nothing is left to do for it in this tab. */
  readonly settled: Promise<void>;
  readonly #port: TalkPort;
  readonly #packets: PacketBuffer;
  readonly #kept: KeptPackets;
  #settle = () => {};
  #recording: VoicePayload["recording"];
  #waveform: number[];
  #begun: boolean;
  #sms: SmsConsent | undefined;
  /** Its voice entry, once the server has acknowledged that. */
  #entry: { talk_id: TalkId; target: number } | null = null;
  #stream: VoiceStream | null = null;
  #busy: "beginning" | "concluding" | null = null;
  #saving: unknown = null;
  #retry: unknown;
  #closed = false;

  constructor(origin: TalkOrigin, port: TalkPort) {
    this.key = origin.key;
    this.conversation_id = origin.conversation_id;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#port = port;
    this.#packets = origin.packets;
    this.#kept = origin.kept;
    this.#recording = origin.payload.recording;
    this.#waveform = origin.payload.waveform;
    this.#begun = origin.begun;
    this.#sms = origin.sms;
  }

  get payload(): VoicePayload {
    const { end } = this.#packets;
    return { type: "voice", recording: this.#recording, packets: end, waveform: this.#waveform };
  }

  get handle(): number | null {
    return this.#stream?.handle ?? null;
  }

  /** All packets, while the server has none of them for certain. */
  get allPackets(): Uint8Array[] | null {
    return this.#packets.first === 0 ? this.#packets.slice(0) : null;
  }

  push(packet: Uint8Array): void {
    if (this.#recording !== "running" || this.#closed || this.#packets.end >= TALK_PACKETS_MAX) return;
    this.#packets.push(packet.slice());
    this.#advance();
    this.#saving ??= this.#port.clock.setTimeout(() => void this.save(), SAVE_INTERVAL_MS);
  }

  finish(waveform: number[]): void {
    if (this.#recording !== "running" || this.#closed) return;
    if (this.#packets.end === 0) {
      this.cancel();
    } else {
      this.#recording = "finished";
      this.#waveform = waveform;
      void this.save();
      this.#advance();
    }
  }

  cancel(): void {
    if (this.#recording === "cancelled" || this.#closed) return;
    this.#recording = "cancelled";
    this.#port.changed(this);
    if (this.#begun) this.#advance();
    else void this.#end(null);
  }

  /** Starts it at the server, or continues it there on a new socket. @throws {FeiliaoError | NoAnswerError} */
  async begin(device_seq?: number): Promise<Sent> {
    const socket = this.#port.socket();
    if (!socket || this.#closed) throw new NoAnswerError();
    const handle = this.#port.nextHandle();
    // Frames may follow a first start without waiting; later only the server knows which packet is due.
    this.#stream = this.#begun ? null : new VoiceStream(socket, handle, 0);
    this.#begun = true;
    this.#busy = "beginning";
    try {
      const { conversation_id, key: client_id } = this;
      const input = { conversation_id, client_id, handle, ...(device_seq && { device_seq }) };
      const answer = socket.call("talk/start", input);
      this.#advance();
      const { talk_id, next_packet, ...ack } = await answer;
      this.#entry = { talk_id, target: ack.seq };
      this.#stream ??= new VoiceStream(socket, handle, next_packet);
      this.#drop(next_packet);
      this.#busy = null;
      this.#advance();
      return { ack, content: { type: "voice", talk_id } };
    } catch (error) {
      this.#stream = null;
      this.#busy = null;
      throw error;
    }
  }

  /** Continues a talk that was started before, unless it is being carried already. */
  resume(): void {
    if (this.#stream?.socket.open || this.#busy || this.#closed) return;
    this.begin().catch((error) => this.#fail(error));
  }

  /** The server has every packet before this one. */
  stored(packet: number): void {
    this.#drop(packet);
    this.#advance();
  }

  async save(): Promise<void> {
    this.#port.clock.clearTimeout(this.#saving);
    this.#saving = null;
    if (this.#closed) return;
    this.#port.changed(this);
    await this.#kept.save(this.#packets).catch(() => {}); // a full cache must not end the recording
  }

  /** Leaves it as it is, to be continued by another tab or after a restart. */
  async leave(): Promise<void> {
    await this.save();
    this.#close();
  }

  /** Takes it back entirely, packets and all. */
  async forget(): Promise<void> {
    await this.#end(null);
  }

  #drop(packet: number): void {
    this.#packets.dropBefore(packet);
    this.#kept.dropBefore(packet).catch(() => {});
  }

  #advance(): void {
    const stream = this.#stream;
    if (!stream || this.#closed) return;
    const finished = this.#recording === "finished";
    if (this.#recording !== "cancelled") stream.pump(this.#packets, finished);
    const done = this.#recording === "cancelled" || (finished && stream.next >= this.#packets.end);
    if (done && this.#entry && !this.#busy) void this.#conclude(stream.socket, this.#entry);
  }

  async #conclude(socket: Socket, entry: { talk_id: TalkId; target: number }): Promise<void> {
    this.#busy = "concluding";
    try {
      await this.#end({ ...entry, ...(await this.#callConclusion(socket, entry)) });
    } catch (error) {
      this.#busy = null;
      this.#fail(error);
    }
  }

  async #callConclusion(
    socket: Socket,
    { talk_id, target }: { talk_id: TalkId; target: number },
  ): Promise<Omit<TalkConclusion, "talk_id" | "target">> {
    const packets = this.#packets.end;
    if (this.#recording === "cancelled" || packets === 0) {
      const ack = await socket.call("talk/cancel", { talk_id });
      return { ack, outcome: "cancelled", packets: 0, waveform: "" };
    }
    const waveform = waveformText(this.#waveform);
    const end = { talk_id, packets, waveform };
    const ack = await socket
      .call("talk/end", { ...end, ...(this.#sms && { sms: this.#sms }) })
      .catch((error) => {
        if (!this.#sms || !isAboutSms(error)) throw error;
        this.#sms = undefined;
        this.#port.notAsSms(this, target);
        return socket.call("talk/end", end);
      });
    return { ack, outcome: "complete", packets, waveform };
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    const code = error instanceof FeiliaoError ? error.code : null;
    const verdict = verdictOf(error);
    if (code === "upload_offset") this.#continueAt((error as FeiliaoError).details.expected ?? 0);
    else if (code === "talk_ended") void this.#end(null);
    else if (verdict.type === "refused") this.#port.refused(this, verdict.reason);
    else this.#later(verdict.type === "later" ? verdict.after_ms : RETRY_MS);
  }

  /** The server is short of packets. What it lost after storing it is gone: then the talk ends there. */
  #continueAt(packet: number): void {
    if (packet < this.#packets.first) this.#packets.endAt(packet);
    this.#stream?.rewind(packet);
    this.#later(RETRY_MS);
  }

  #later(delay_ms: number): void {
    const { clock } = this.#port;
    clock.clearTimeout(this.#retry);
    this.#retry = clock.setTimeout(() => {
      if (this.#stream?.socket.open) this.#advance();
      else this.resume();
    }, delay_ms);
  }

  async #end(conclusion: TalkConclusion | null): Promise<void> {
    if (this.#closed) return;
    const cleared = this.#kept.clear();
    this.#closed = true;
    try {
      await this.#port.over(this, conclusion, cleared);
    } finally {
      this.#close();
    }
  }

  #close(): void {
    const { clock } = this.#port;
    clock.clearTimeout(this.#saving);
    clock.clearTimeout(this.#retry);
    this.#closed = true;
    this.#stream = null;
    this.#settle();
  }
}

function isAboutSms(error: unknown): boolean {
  return error instanceof FeiliaoError && (error.code === "sms_price" || error.code === "sms_unavailable");
}
