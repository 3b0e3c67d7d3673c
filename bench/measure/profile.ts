/** The parts of a .cpuprofile (Chrome DevTools Protocol, Profiler.Profile) that are read here. */
export interface CpuProfile {
  nodes: { id: number; callFrame: CallFrame; children?: number[] }[];
  samples: number[];
}

interface CallFrame {
  functionName: string;
  /** Empty or `[native code]` for what the runtime does itself. */
  url: string;
  /** Counted from 0; -1 when unknown. */
  lineNumber: number;
}

export interface Hot {
  /** A function of the server, or what the runtime did and the function that asked for it. */
  what: string;
  /** Of all samples; the profiler takes none while the process sleeps. */
  pct: number;
}

/** Where the time went, by self time: the hottest first. Names hold for one run; lines move with the code. */
export function hottest({ nodes, samples }: CpuProfile, count: number): Hot[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));

  const nameOf = (id: number): string => {
    const { callFrame } = byId.get(id)!;
    if (!isNative(callFrame)) return describe(callFrame);
    const caller = callerOf(id);
    return caller ? `${callFrame.functionName || "native"} ← ${describe(caller)}` : callFrame.functionName;
  };
  const callerOf = (id: number): CallFrame | null => {
    const parent = parents.get(id);
    if (parent === undefined) return null;
    const { callFrame } = byId.get(parent)!;
    return isNative(callFrame) ? callerOf(parent) : callFrame;
  };

  const counts = new Map<string, number>();
  for (const sample of samples) {
    const name = nameOf(sample) || "(runtime)";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([what, times]) => ({ what, pct: Number(((100 * times) / samples.length).toFixed(1)) }));
}

const isNative = ({ url }: CallFrame) => url === "" || url.startsWith("[native") || url.startsWith("bun:");

function describe({ functionName, url }: CallFrame): string {
  const file = url.replace(/^.*\/(?:packages|node_modules)\//, "");
  return `${functionName || "(anonymous)"} ${file}`;
}
