import type { ConversationId } from "@feiliao/protocol";
import type { SimulatorChange } from "@feiliao/server/links/sms/simulator/handset";
import type { Seeded } from "../harness/seeded.ts";
import type { Answer } from "./audit/evidence.ts";
import type { CarrierBox } from "./carriers/carrier-box.ts";
import { markIn, markOf } from "./mark.ts";

/** An answer to a message, of which only its mark is known until the run is over. */
type Answered = Omit<Answer, "conversation_id"> & { mark: number };

const SHARE = 0.15;
const AGAIN_AFTER_MS = 500;
const TRIES_MAX = 20;

/** Some of the handsets' owners answer what they read, and write again what nobody took. */
export class Answering {
  readonly #box: CarrierBox;
  readonly #random: Seeded;
  readonly #stop: () => void;
  readonly #seen = new Set<number>();
  readonly #answers: Answered[] = [];
  readonly #underWay = new Set<Promise<void>>();

  constructor(box: CarrierBox, random: Seeded) {
    this.#box = box;
    this.#random = random;
    this.#stop = box.carriers.onChange((change) => this.#see(change));
  }

  /** Nothing more is answered; resolves when what was has been taken, or given up. */
  async end(): Promise<void> {
    this.#stop();
    await Promise.all(this.#underWay);
  }

  /** What was written, to messages that are known by their marks. */
  answers(conversationOf: ReadonlyMap<number, ConversationId>): Answer[] {
    return this.#answers.flatMap(({ mark, ...answer }) => {
      const conversation_id = conversationOf.get(mark);
      return conversation_id ? [{ ...answer, conversation_id }] : [];
    });
  }

  #see(change: SimulatorChange): void {
    if (change.type !== "message" || change.message.from === change.number) return;
    const { id, from, text, missing } = change.message;
    const mark = markIn(text);
    if (mark === null || missing > 0 || this.#seen.has(id)) return;
    this.#seen.add(id);
    if (!this.#random.chance(SHARE)) return;
    const writing = this.#write(change.number, from, mark).finally(() => this.#underWay.delete(writing));
    this.#underWay.add(writing);
  }

  async #write(number: string, to: string, mark: number): Promise<void> {
    const answer = { mark, text: `收到${markOf(mark)}，第${this.#answers.length}`, tries: 0, taken: false };
    this.#answers.push(answer);
    while (!answer.taken && answer.tries < TRIES_MAX) {
      if (answer.tries++ > 0) await Bun.sleep(AGAIN_AFTER_MS);
      answer.taken = (await this.#box.carriers.write(number, to, answer.text)).state === "sent";
    }
  }
}
