import type { Cache, CacheChange, CacheKey } from "./port.ts";

/** One rule that every cache keeps. It throws when the cache breaks it, and needs no test runner. */
export interface CacheRule {
  rule: string;
  check(): Promise<void>;
}

/**
 * The rules of the cache port. `open(name)` opens the cache of that name: a new one, or the one that was
 * closed before under the same name, with what was written to it.
 */
export function cacheContract(open: (name: string) => Promise<Cache>): CacheRule[] {
  return Object.entries(RULES).map(([rule, check]) => ({
    rule,
    check: () => check(() => open(`contract: ${rule}`)),
  }));
}

const RULES: Record<string, (open: () => Promise<Cache>) => Promise<void>> = {
  "what was written is read back, also after closing and opening": async (open) => {
    const cache = await open();
    await cache.write([
      put("meta", "token", "abc"),
      put("blobs", "blb_1", new Uint8Array([1, 2, 3])),
      put("meta", ["draft", "con_1"], { text: "嗨" }),
    ]);
    cache.close();
    const opened = await open();
    same(await opened.get("meta", "token"), "abc");
    same([...(await opened.get<Uint8Array>("blobs", "blb_1"))!], [1, 2, 3]);
    same(await opened.get("meta", ["draft", "con_1"]), { text: "嗨" });
    opened.close();
  },

  "what was never written is undefined, and so is what was deleted": async (open) => {
    const cache = await open();
    await cache.write([put("meta", "a", 1), put("meta", "b", 2)]);
    await cache.write([{ delete: true, table: "meta", key: "a" }]);
    same(await cache.get("meta", "a"), undefined);
    same(await cache.get("conversations", "b"), undefined);
    same(await cache.all("meta"), [2]);
    cache.close();
  },

  "later changes of one write win over earlier ones": async (open) => {
    const cache = await open();
    await cache.write([
      { delete: true, table: "meta", key: "a" },
      put("meta", "a", 1),
      put("meta", "a", 2),
      put("meta", "b", 3),
      { delete: true, table: "meta", key: "b" },
    ]);
    same(await cache.all("meta"), [2]);
    cache.close();
  },

  "range answers the keys between two, both included, ascending": async (open) => {
    const cache = await open();
    const seqs = [10, 2, 1, 100, 3];
    await cache.write([
      ...seqs.map((seq) => put("entries", ["con_b", seq], seq)),
      put("entries", ["con_a", 2], "another"),
      put("entries", ["con_c", 2], "another"),
    ]);
    same(await cache.range("entries", ["con_b", 2], ["con_b", 10]), [2, 3, 10]);
    same(await cache.range("entries", ["con_b", 0], ["con_b", Number.MAX_SAFE_INTEGER]), [1, 2, 3, 10, 100]);
    same(await cache.range("entries", ["con_b", 4], ["con_b", 9]), []);
    cache.close();
  },

  "range answers at most `limit`, from the end when descending": async (open) => {
    const cache = await open();
    await cache.write([1, 2, 3, 4, 5].map((seq) => put("entries", ["con_b", seq], seq)));
    const range: [CacheKey, CacheKey] = [
      ["con_b", 1],
      ["con_b", 4],
    ];
    same(await cache.range("entries", ...range, { limit: 2 }), [1, 2]);
    same(await cache.range("entries", ...range, { limit: 2, descending: true }), [4, 3]);
    same(await cache.range("entries", ...range, { descending: true }), [4, 3, 2, 1]);
    await cache.write([100, 200].map((seq) => put("entries", ["con_c", seq], seq)));
    await cache.write(["a", "b"].map((key) => put("meta", key, key)));
    same(
      await cache.range("entries", ["con_c", 0], ["con_c", 999], { limit: 2, descending: true }),
      [200, 100],
    );
    same(await cache.range("meta", "a", "z", { limit: 1, descending: true }), ["b"]);
    cache.close();
  },

  "all answers in the order of the keys: numbers, then texts, then lists": async (open) => {
    const cache = await open();
    const keys: CacheKey[] = [["a", 1], "b", 2, "a", 10, ["a"], 1];
    await cache.write(keys.map((key) => put("outbox", key, key)));
    same(await cache.all("outbox"), [1, 2, 10, "a", "b", ["a"], ["a", 1]]);
    cache.close();
  },

  "clear leaves nothing": async (open) => {
    const cache = await open();
    await cache.write([put("meta", "a", 1), put("packets", ["x", 0], 2)]);
    await cache.clear();
    same([await cache.all("meta"), await cache.all("packets")], [[], []]);
    cache.close();
  },

  "exclusive actions of one name run one after the other, those of other names beside them": async (open) => {
    const cache = await open();
    const steps: string[] = [];
    const gate = deferred();
    const first = cache.exclusive("a", async () => {
      steps.push("first begins");
      await gate.promise;
      steps.push("first ends");
    });
    const second = cache.exclusive("a", async () => steps.push("second"));
    await cache.exclusive("b", async () => steps.push("beside"));
    gate.open();
    await Promise.all([first, second]);
    same(steps, ["first begins", "beside", "first ends", "second"]);
    cache.close();
  },

  "an exclusive action that fails lets the next one run and tells its caller": async (open) => {
    const cache = await open();
    const failing = cache.exclusive("a", () => Promise.reject(new Error("failed")));
    const next = cache.exclusive("a", async () => "ran");
    same(await failing.catch((error: Error) => error.message), "failed");
    same(await next, "ran");
    cache.close();
  },
};

function put(table: CacheChange["table"], key: CacheKey, value: unknown): CacheChange {
  return { put: value, table, key };
}

function deferred() {
  let open = () => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open: () => open() };
}

function same(found: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`expected ${b}, found ${a}`);
}
