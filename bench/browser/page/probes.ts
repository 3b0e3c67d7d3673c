/** What runs inside the measured page; put there as `benchProbes`. Times in milliseconds. */
export interface Probes {
  /** From now on, notes each key's time until the next frame was painted. */
  watchKeys(): void;
  keyTimes(): number[];
  /** Scrolls a container upwards and looks at every frame. */
  scroll(selector: string, pixelsPerFrame: number, duration_ms: number): Promise<ScrollRun>;
  /** From now on, notes when the pointer goes down and what the voice engine hears and plays. */
  watchVoice(): void;
  voice(): VoiceRun;
}

export interface ScrollRun {
  frame_ms: number[];
  /** Animation frames of more than 50 ms, as the browser counts them. */
  long_frames: number;
  /** Frames in which the middle of the view showed no message. */
  blank_frames: number;
  scrolled_px: number;
  nodes: number;
}

/** `at_ms` are wall clocks, so that two pages can be compared. */
export interface VoiceRun {
  pointer_down_at_ms: number | null;
  pointer_up_at_ms: number | null;
  ear: SoundPiece[];
  mouth: SoundPiece[];
}

export interface SoundPiece {
  at_ms: number;
  samples: number[];
}
