// The one module that runs on the audio thread.
import { CaptureProcessor } from "./capture/capture-processor.ts";
import { CAPTURE_PROCESSOR } from "./capture/messages.ts";
import { LiveProcessor } from "./playback/live-processor.ts";
import { LIVE_PROCESSOR } from "./playback/messages.ts";

registerProcessor(CAPTURE_PROCESSOR, CaptureProcessor);
registerProcessor(LIVE_PROCESSOR, LiveProcessor);
