import type { Answer, Call } from "@feiliao/protocol";
import type { History, Operation } from "../audit/history.ts";
import type { Frame } from "../network/connection.ts";
import type { FrameLog } from "../network/web-socket.ts";
import type { World } from "../world/world.ts";
import type { Identity } from "./identity.ts";

/** Writes down what a device asks for and what it is answered, from the frames it sees. */
export class OperationLog implements FrameLog {
  readonly #world: World;
  readonly #history: History;
  readonly #identity: Identity;
  readonly #pending = new Map<string, Operation>();

  constructor(world: World, history: History, identity: Identity) {
    this.#world = world;
    this.#history = history;
    this.#identity = identity;
  }

  sent(socket: number, frame: Frame): void {
    this.#note("sends", frame);
    if (typeof frame !== "string") return;
    const { id, op, input } = JSON.parse(frame) as Call;
    this.#pending.set(`${socket}/${id}`, this.begin(op, input));
  }

  received(socket: number, frame: Frame): void {
    this.#note("gets", frame);
    if (typeof frame !== "string") return;
    const answer = JSON.parse(frame) as Partial<Answer>;
    const key = `${socket}/${answer.id}`;
    const operation = this.#pending.get(key);
    if (!operation) return;
    this.#pending.delete(key);
    this.end(operation, answer);
  }

  begin(name: Operation["name"], input: unknown): Operation {
    const { account_id, device_id } = this.#identity;
    const invoked_ms = this.#world.now_ms;
    const operation: Operation = {
      ...{ account_id, device_id, name, input, invoked_ms },
      outcome: { type: "unknown" },
    };
    this.#history.operations.push(operation);
    return operation;
  }

  end(operation: Operation, answer: { output?: unknown; error?: { code: string } }): void {
    const completed_ms = this.#world.now_ms;
    operation.outcome = answer.error
      ? { type: "rejected", code: answer.error.code as never, completed_ms }
      : { type: "acknowledged", output: answer.output, completed_ms };
  }

  #note(verb: string, frame: Frame): void {
    const what = typeof frame === "string" ? frame : `${frame.length} bytes of voice`;
    this.#world.note(this.#identity.name, `${verb} ${what}`);
  }
}
