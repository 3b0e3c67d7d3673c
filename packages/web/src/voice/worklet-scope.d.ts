// What is used of AudioWorkletGlobalScope (Web Audio API §1.32), which the DOM library does not declare.

declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  /** Called for every 128 samples; false lets the node die. */
  abstract process(inputs: Float32Array<ArrayBuffer>[][], outputs: Float32Array<ArrayBuffer>[][]): boolean;
}

declare function registerProcessor(
  name: string,
  processor: new (options: AudioWorkletNodeOptions) => AudioWorkletProcessor,
): void;
