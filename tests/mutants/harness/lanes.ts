import { copyTree, type Tree } from "./tree.ts";

/** Trees that are worked in side by side, one piece of work in each at a time. */
export class Lanes {
  readonly #trees: readonly Tree[];
  readonly #free: Tree[];
  readonly #waiting: ((tree: Tree) => void)[] = [];

  constructor(count: number) {
    this.#trees = Array.from({ length: count }, copyTree);
    this.#free = [...this.#trees];
  }

  /** Works in a tree as soon as one is free. The tree must be left as it was found. */
  async use<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const tree = this.#free.pop() ?? (await new Promise<Tree>((resolve) => this.#waiting.push(resolve)));
    try {
      return await work(tree.folder);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(tree);
      else this.#free.push(tree);
    }
  }

  /** Nothing may be under way. */
  remove(): void {
    for (const tree of this.#trees) tree.remove();
  }
}
