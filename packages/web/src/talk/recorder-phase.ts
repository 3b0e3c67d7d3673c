import { createSignal } from "solid-js";
import type { RecorderState } from "./recorder-state.ts";

/** What the one microphone of the page is doing, known without what records: that comes with the first chat. */
export const [recorderState, setRecorderState] = createSignal<RecorderState>({ phase: "idle" });
