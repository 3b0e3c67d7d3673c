import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { t } from "../i18n/language.ts";
import { Icon } from "../ui/icon.tsx";
import { watchCamera } from "./camera.ts";
import { type QrReader, qrReader } from "./reader.ts";
import "./qr-scanner.css";

export interface QrScannerProps {
  /** Called with what a code says; the same one again and again while it is in view. */
  onCode: (text: string) => void;
  /** What the code looks like when it is written, for the field of those who have no camera. */
  placeholder: string;
}

/** Reads a QR code with the camera, from a picture, or as it was copied. */
export function QrScanner(props: QrScannerProps) {
  const [watching, setWatching] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  let video!: HTMLVideoElement;
  let read: QrReader | undefined;
  let stop: (() => void) | undefined;
  let gone = false;
  onCleanup(() => {
    gone = true;
    stop?.();
  });
  onMount(async () => {
    try {
      read = await qrReader();
      const end = await watchCamera(video, read, (text) => props.onCode(text));
      if (gone) return end();
      stop = end;
      setWatching(true);
    } catch {
      setProblem(t().qr.no_camera);
    }
  });
  const readFile = async (file: File | undefined): Promise<void> => {
    setProblem(undefined);
    try {
      read ??= await qrReader();
      const text = file && (await read(await createImageBitmap(file)));
      if (text) props.onCode(text);
      else setProblem(t().qr.none_in_picture);
    } catch {
      setProblem(t().composer.not_a_picture);
    }
  };
  return (
    <div class="qr-scanner">
      <div class="qr-view" data-watching={watching()}>
        <video ref={video} muted playsinline aria-label={t().qr.camera} data-testid="qr-camera" />
        <Show when={!watching()}>
          <Icon name="camera" />
        </Show>
      </div>
      <p class="soft" aria-live="polite">
        {problem() ?? t().qr.point}
      </p>
      <div class="qr-otherwise">
        <label class="secondary qr-file">
          <Icon name="picture" />
          {t().qr.from_picture}
          <input
            type="file"
            accept="image/*"
            data-testid="qr-file"
            onChange={(event) => readFile(event.currentTarget.files?.[0])}
          />
        </label>
        <PastedCode placeholder={props.placeholder} onCode={props.onCode} />
      </div>
    </div>
  );
}

function PastedCode(props: QrScannerProps) {
  const [text, setText] = createSignal("");
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    props.onCode(text().trim());
  };
  return (
    <form class="qr-paste" onSubmit={submit}>
      <input
        class="input"
        aria-label={t().qr.paste}
        placeholder={props.placeholder}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        data-testid="qr-text"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="secondary" disabled={text().trim() === ""} data-testid="qr-text-submit">
        {t().qr.paste_submit}
      </button>
    </form>
  );
}
