/** Flags that make Chromium's microphone play a WAV file once, from the moment it is opened, without asking. */
export function fakeMicrophone(file: string): string[] {
  return [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    // Without %noloop the fake device loses and repeats pieces on a busy machine.
    `--use-file-for-fake-audio-capture=${file}%noloop`,
  ];
}

/** A flag that lets a page sound that nobody has touched, such as a listener's. */
export const SOUND_WITHOUT_GESTURE = "--autoplay-policy=no-user-gesture-required";

/**
 * A script to run before the page's own: takes echo cancellation, noise suppression and gain control out of what the
 * page asks for, because they change the waveform that is compared with the spoken file.
 */
export const UNPROCESSED_MICROPHONE = `{
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };
  mediaDevices.getUserMedia = () => open({ audio });
}`;
