import { describe, expect, test } from "bun:test";
import { VirtualClock } from "@feiliao/server/platform/virtual-clock";
import { Chance } from "@feiliao/testkit/chance";
import { until } from "@feiliao/testkit/until";
import { Dialling, LoginDenied } from "./dial.ts";
import type { CloseReason } from "./session.ts";

const RULE = { first_ms: 1000, longest_ms: 8000, steady_ms: 10_000, denied_ms: 60_000 };

/** A line that the test breaks. */
class TestLine {
  isOpen = true;
  readonly #end = Promise.withResolvers<CloseReason>();
  readonly closed = this.#end.promise;
  break = (reason: CloseReason = "peer_closed") => {
    this.isOpen = false;
    this.#end.resolve(reason);
  };
  drain = async () => {
    this.break("drained");
    await this.closed;
  };
}

/** Dials, with what every attempt comes to in turn; a plain string is the line's name. */
function dialling(...attempts: (TestLine | Error)[]) {
  return diallingWith({}, ...attempts);
}

function diallingWith(options: { rests?: boolean }, ...attempts: (TestLine | Error)[]) {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const dialled_at_ms: number[] = [];
  const began_ms = clock.now();
  const dial = new Dialling<TestLine>({
    open: () => {
      dialled_at_ms.push(clock.now() - began_ms);
      const next = attempts.shift() ?? new Error("no route");
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    clock,
    random: new Chance(1, "dialling"),
    rule: RULE,
    ...options,
    onState: ({ phase }) => seen.push(phase),
  });
  /** Waits until the dialling has come to this state, its promises settled. */
  const reaches = (phase: string, count = 1) =>
    until(`${phase} number ${count}`, () => seen.filter((each) => each === phase).length >= count);
  return { dial, clock, seen, dialled_at_ms, reaches };
}

describe("dialling", () => {
  test("SW9 waits longer after every failure, up to the longest, and half of it by chance", async () => {
    const { clock, dialled_at_ms, reaches } = dialling();
    for (const [attempt, longest_ms] of [1000, 2000, 4000, 8000, 8000].entries()) {
      await reaches("down", attempt + 1);
      const before = dialled_at_ms.length;
      clock.advance(longest_ms / 2 - 1);
      expect(dialled_at_ms).toHaveLength(before);
      clock.advance(longest_ms / 2 + 1);
      expect(dialled_at_ms).toHaveLength(before + 1);
    }
  });

  test("dials again when the line breaks, soon if it had lasted", async () => {
    const [first, second] = [new TestLine(), new TestLine()];
    const { dial, clock, seen, reaches } = dialling(
      new Error("no route"),
      new Error("no route"),
      first,
      second,
    );
    await reaches("down");
    clock.advance(1000);
    await reaches("down", 2);
    clock.advance(2000);
    await reaches("up");
    clock.advance(10_000);
    first.break();
    await reaches("down", 3);
    clock.advance(1000);
    await reaches("up", 2);
    expect(dial.state).toEqual({ phase: "up", line: second });
    expect(seen).toEqual(["down", "connecting", "down", "connecting", "up", "down", "connecting", "up"]);
  });

  test("counts a line that breaks at once as a failure", async () => {
    const lines = [new TestLine(), new TestLine()];
    const { clock, dialled_at_ms, reaches } = dialling(...lines);
    await reaches("up");
    lines[0]!.break();
    await reaches("down");
    clock.advance(1000);
    await reaches("up", 2);
    lines[1]!.break();
    await reaches("down", 2);
    clock.advance(999);
    expect(dialled_at_ms).toHaveLength(2);
  });

  test("SW9 asks seldom after a denied login, and says why", async () => {
    const line = new TestLine();
    const { dial, clock, dialled_at_ms, reaches } = dialling(new LoginDenied("smpp:0x0000000e"), line);
    await reaches("denied");
    expect(dial.state).toEqual({ phase: "denied", code: "smpp:0x0000000e" });
    clock.advance(59_999);
    expect(dialled_at_ms).toHaveLength(1);
    clock.advance(1);
    await reaches("up");
  });

  test("once closed drains the line and dials no more", async () => {
    const line = new TestLine();
    const { dial, clock, seen, dialled_at_ms, reaches } = dialling(line);
    await reaches("up");
    await dial.close();
    await line.closed;
    clock.advance(1_000_000);
    expect(dialled_at_ms).toHaveLength(1);
    expect(seen.at(-1)).toBe("closed");
  });

  test("closed while it waits dials no more", async () => {
    const { dial, clock, dialled_at_ms, reaches } = dialling();
    await reaches("down");
    await dial.close();
    clock.advance(1_000_000);
    expect(dialled_at_ms).toHaveLength(1);
  });

  test("closed while it dials drains the line that comes", async () => {
    const opened = Promise.withResolvers<TestLine>();
    const line = new TestLine();
    const dial = new Dialling<TestLine>({
      open: () => opened.promise,
      clock: new VirtualClock(),
      random: new Chance(1, "dialling"),
      onState: () => undefined,
    });
    const closed = dial.close();
    opened.resolve(line);
    await closed;
    await line.closed;
    expect(dial.state.phase).toBe("closed");
  });
});

describe("a line that rests", () => {
  test.each(["drained", "peer_unbound"] as const)(
    "when it was put down (%s) is dialled when it is called for, once for all who call",
    async (reason) => {
      const lines = [new TestLine(), new TestLine()];
      const { dial, clock, dialled_at_ms, reaches } = diallingWith({ rests: true }, ...lines);
      await reaches("up");
      lines[0]!.break(reason);
      await reaches("resting");
      clock.advance(1_000_000);
      expect(dialled_at_ms).toHaveLength(1);
      expect(await Promise.all([dial.call(), dial.call()])).toEqual([lines[1]!, lines[1]!]);
      expect(dialled_at_ms).toHaveLength(2);
    },
  );

  test("that is being put down is waited for, and dialled again", async () => {
    const lines = [new TestLine(), new TestLine()];
    const { dial, reaches } = diallingWith({ rests: true }, ...lines);
    await reaches("up");
    lines[0]!.isOpen = false;
    const called = dial.call();
    lines[0]!.break("drained");
    expect(await called).toBe(lines[1]!);
  });

  test("that cannot be dialled any more is down, and dialled again after a while", async () => {
    const lines = [new TestLine(), new TestLine()];
    const { dial, clock, reaches } = diallingWith(
      { rests: true },
      lines[0]!,
      new Error("no route"),
      lines[1]!,
    );
    await reaches("up");
    lines[0]!.break("drained");
    await reaches("resting");
    expect(await dial.call()).toBeNull();
    expect(dial.state.phase).toBe("down");
    expect(await dial.call()).toBeNull();
    clock.advance(1000);
    await reaches("up", 2);
    expect(await dial.call()).toBe(lines[1]!);
  });

  test("and breaks is dialled again at once, as any other", async () => {
    const lines = [new TestLine(), new TestLine()];
    const { clock, reaches } = diallingWith({ rests: true }, ...lines);
    await reaches("up");
    lines[0]!.break("socket_error");
    await reaches("down");
    clock.advance(1000);
    await reaches("up", 2);
  });

  test("and is closed is not dialled again, and nobody waits for it", async () => {
    const line = new TestLine();
    const { dial, dialled_at_ms, reaches } = diallingWith({ rests: true }, line);
    await reaches("up");
    line.isOpen = false;
    const called = dial.call();
    await dial.close();
    expect(await called).toBeNull();
    expect(dialled_at_ms).toHaveLength(1);
  });
});
