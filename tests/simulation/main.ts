import { simulate } from "./simulate.ts";

const seed = Number(process.argv[2] ?? 0);
const count = Number(process.argv[3] ?? 1);
const lines: string[] = [];
const t = performance.now();
for (let s = seed; s < seed + count; s++) {
  const o = await simulate(s, count === 1 ? (l) => lines.push(l) : null);
  if (count === 1) await Bun.write("/tmp/simtry/trace.txt", lines.join("\n"));
  if (o.findings.length || count === 1) console.log(o.seed, o.hash, o.findings.slice(0, 6), count === 1 ? o.work : "");
}
console.log(((performance.now() - t) / count).toFixed(1), "ms per seed");
