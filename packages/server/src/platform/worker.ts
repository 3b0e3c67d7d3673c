import { codeOf } from "./failure.ts";
import { describeFailure } from "./logger.ts";

/** A thread of its own that answers one question after the other. */
export interface WorkerThread<Question, Answer> {
  /** Rejects when the work failed, or when the thread ended before it had answered. */
  ask(question: Question): Promise<Answer>;
  /** Ends the thread between two questions. */
  end(): void;
}

export type StartWorker = typeof startWorker;

/** What went wrong in a thread, by class and code: messages may quote what people wrote. */
export class WorkerFailure extends Error {
  override readonly name = "WorkerFailure";
  readonly code: string;

  constructor(code: string, place: string) {
    super(place);
    this.code = code;
  }
}

type Reply<Answer> = { answer: Answer } | { failure: { code: string; place: string } };

interface Waiting<Answer> {
  resolve: (answer: Answer) => void;
  reject: (failure: WorkerFailure) => void;
}

/** Bun's Worker, whatever other type of that name a program is checked with. */
type BunWorker = Worker & { ref(): void; unref(): void };

/** Starts a module that calls `answerQuestions`. The thread keeps the process alive only while it is asked. */
export function startWorker<Question, Answer>(module: URL): WorkerThread<Question, Answer> {
  const worker = new Worker(module.href) as BunWorker;
  const waiting: Waiting<Answer>[] = [];
  let ended = false;
  worker.unref();

  const settle = (settled: (next: Waiting<Answer>) => void) => {
    const next = waiting.shift();
    if (waiting.length === 0) worker.unref();
    if (next) settled(next);
  };
  const fail = (place: string) => {
    ended = true;
    while (waiting.length > 0) settle((next) => next.reject(new WorkerFailure("WORKER_ENDED", place)));
  };
  worker.onmessage = ({ data }: MessageEvent<Reply<Answer>>) =>
    settle((next) => {
      if ("answer" in data) next.resolve(data.answer);
      else next.reject(new WorkerFailure(data.failure.code, data.failure.place));
    });
  worker.onerror = (event) => fail(describeFailure(event.error));
  worker.addEventListener("close", () => fail("the thread ended"));

  return {
    ask: (question) =>
      new Promise<Answer>((resolve, reject) => {
        if (ended) return reject(new WorkerFailure("WORKER_ENDED", "the thread had ended"));
        waiting.push({ resolve, reject });
        worker.ref();
        worker.postMessage(question);
      }),
    end: () => worker.terminate(),
  };
}

declare const self: Worker;

/** In the thread: answers what it is asked, in order. */
export function answerQuestions<Question, Answer>(answer: (question: Question) => Answer): void {
  self.onmessage = ({ data }: MessageEvent<Question>) => {
    let reply: Reply<Answer>;
    try {
      reply = { answer: answer(data) };
    } catch (failure) {
      reply = { failure: { code: codeOf(failure), place: describeFailure(failure) } };
    }
    self.postMessage(reply);
  };
}
