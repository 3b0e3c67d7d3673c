/// <reference types="vite/client" />
import wasmUrl from "@evan/opus/wasm/simd.wasm?url";
import { VoiceError } from "../../voice-error.ts";
import type { Codec, CodecListener } from "../codec.ts";
import type { Direction, FromWorker, Media, ToWorker } from "./messages.ts";
import OpusWorker from "./opus.worker.ts?worker";

let compiled: Promise<WebAssembly.Module> | undefined;

/** Compiled once for the page; every codec is a worker with an instance of its own. */
function libopusModule(): Promise<WebAssembly.Module> {
  compiled ??= download().catch((cause: unknown) => {
    compiled = undefined; // the next use tries again
    throw new VoiceError("not_loaded", cause);
  });
  return compiled;
}

async function download(): Promise<WebAssembly.Module> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`${response.status} for ${wasmUrl}`);
  return WebAssembly.compile(await response.arrayBuffer());
}

export async function openLibopus<Input extends Media, Output extends Media>(
  direction: Direction,
  listener: CodecListener<Output>,
): Promise<Codec<Input>> {
  return new LibopusCodec<Input, Output>(direction, await libopusModule(), listener);
}

class LibopusCodec<Input extends Media, Output extends Media> implements Codec<Input> {
  readonly #worker = new OpusWorker();
  readonly #listener: CodecListener<Output>;
  readonly #flushing: (() => void)[] = [];
  #closed = false;

  constructor(direction: Direction, module: WebAssembly.Module, listener: CodecListener<Output>) {
    this.#listener = listener;
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(data);
    this.#worker.onerror = () => this.#fail("the worker cannot run");
    this.#post({ type: "open", direction, module });
  }

  push(input: Input): void {
    this.#post({ type: "push", input });
  }

  async flush(): Promise<void> {
    if (this.#closed) return;
    const flushed = new Promise<void>((resolve) => this.#flushing.push(resolve));
    this.#post({ type: "flush" });
    await flushed;
  }

  close(): void {
    this.#closed = true;
    this.#worker.onmessage = null;
    this.#worker.terminate();
    for (const resolve of this.#flushing.splice(0)) resolve();
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case "output":
        this.#listener.onOutput(message.output as Output);
        break;
      case "flushed":
        this.#flushing.shift()?.();
        break;
      case "failed":
        this.#fail(message.reason);
    }
  }

  #fail(reason: string): void {
    this.close();
    this.#listener.onFailure(new Error(reason));
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
