/** Speaking and hearing in a browser. Everything that may fail does so with a VoiceError. */
export interface VoiceEngine {
  /** Asks for the microphone ahead of time and keeps it warm for 30 s; safe to call often. */
  warm(): Promise<void>;
  /**
   * Begins at once: call it on pointerdown. Each 20 ms Opus packet goes to `onPacket`. Resolves when the first sound
   * was captured; a recording that is not wanted any more by then is aborted.
   */
  record(onPacket: (packet: Uint8Array) => void): Promise<Recording>;
  /** Plays a talk as it is spoken. */
  live(): LivePlayer;
  /** A stored voice message for ordinary playback with seek and speed. Takes at least one packet. */
  clip(packets: Uint8Array[]): Promise<Clip>;
  /** Must be called once inside a gesture of the person, so that live voice may sound. */
  unlock(): Promise<void>;
}

export interface Recording {
  /** How loud it is now, 0..1. */
  level(): number;
  elapsed_ms(): number;
  /** Resolves when the last packet went to `onPacket`; repeating it gives the same. */
  stop(): Promise<Recorded>;
  /** Ends it without another packet. */
  abort(): Promise<void>;
  /**
   * The microphone was taken away or the page went to the background; fires at most once. What was captured is
   * complete up to that moment: call `stop`.
   */
  onInterrupted(listener: () => void): void;
}

export interface Recorded {
  packets: number;
  /** 64 values 0..31. */
  waveform: number[];
}

export interface LivePlayer {
  /** Packets of the talk as they arrive, `first` being the number of the first one. Repeated ones are passed over. */
  push(first: number, packets: Uint8Array[]): void;
  /** No packet follows. */
  end(): void;
  /** `played`: to the end; false when it cannot be heard, because sound does not run. Does not fire after `stop`. */
  onFinished(listener: (played: boolean) => void): void;
  /** Silence at once. */
  stop(): void;
  /** How loud it sounds now, 0..1. */
  level(): number;
}

export interface Clip {
  readonly duration_ms: number;
  /** @throws {DOMException} NotAllowedError without a gesture of the person */
  play(): Promise<void>;
  pause(): void;
  seek(ms: number): void;
  position_ms(): number;
  /** The pitch stays. */
  setSpeed(speed: 1 | 1.5 | 2): void;
  readonly playing: boolean;
  /** Called after anything above changed, and about four times a second while it plays; returns how to stop. */
  onChange(listener: () => void): () => void;
  dispose(): void;
}
