/** Prints results as Markdown tables: bun bench/table.ts results.jsonl … */
import { readFileSync } from "node:fs";
import type { Hot } from "./measure/profile.ts";

type Line = Record<string, unknown> & { peer: string; scenario: string };

interface Column {
  title: string;
  /** Paths into a line, shown with ` / ` between them. */
  paths: string[];
}

const column = (title: string, ...paths: string[]): Column => ({ title, paths });
const LATENCY = column("delivery p50 / p99 ms", "delivery.p50_ms", "delivery.p99_ms");

/** What others did on the machine meanwhile: above some 25 % throughput and latency are too bad. */
const FOREIGN = column("foreign CPU %", "other_cpu_pct");

const TABLES: Record<string, Column[]> = {
  p2p: [
    column("users", "conns"),
    column("messages/s", "delivered_per_s"),
    column("server CPU µs/message", "server_us_per_msg"),
    LATENCY,
    column("written bytes/message", "written_bytes_per_msg"),
    column("generator CPU µs/message", "client_us_per_msg"),
    FOREIGN,
  ],
  openloop: [
    column("rate/s", "rate"),
    LATENCY,
    column("server CPU µs/message", "server_us_per_msg"),
    FOREIGN,
  ],
  room: [
    column("members", "members"),
    column("deliveries/s", "deliveries_per_s"),
    column("server CPU µs/delivery", "server_us_per_delivery"),
    column("last member p50 / p99 ms", "last_member.p50_ms", "last_member.p99_ms"),
    FOREIGN,
  ],
  idle: [
    column("connections", "conns"),
    column("KB/connection", "kb_per_conn_settled"),
    column("total MB", "full_pss_mb"),
    column("idle CPU %", "idle_cpu_pct"),
  ],
  storm: [
    column("missed messages each", "missed"),
    column("log-ins/s, caught up", "sessions_per_s"),
    column("server CPU ms/log-in", "server_ms_per_session"),
    column("p99 ms", "session.p99_ms"),
    column("steady senders p99 ms", "steady.p99_ms"),
    FOREIGN,
  ],
  offline: [
    column("stored/s", "stored_per_s"),
    column("server CPU µs/stored", "server_us_per_stored"),
    column("delivered of stored", "delivered_on_login", "stored"),
    column("server CPU µs/delivered, log-in included", "server_us_per_delivered_incl_login"),
    FOREIGN,
  ],
  cluster: [
    column("nodes", "nodes"),
    column("core for each", "cpu_share"),
    column("messages/s", "delivered_per_s"),
    LATENCY,
    column("CPU µs/message of the nodes", "nodes_us_per_msg"),
    FOREIGN,
  ],
  history: [
    column("messages in the database", "messages"),
    column("start, ms", "start_ms"),
    column("memory, MB", "pss_mb"),
    column("open p50 / p99 ms", "open.p50_ms", "open.p99_ms"),
    column("page back p50 / p99 ms", "page_back.p50_ms", "page_back.p99_ms"),
    column("sync p50 / p99 ms", "sync.p50_ms", "sync.p99_ms"),
  ],
  search: [
    column("query", "query"),
    column("where", "where"),
    column("p50 / p95 ms", "p50_ms", "p95_ms"),
    column("hits on the first page", "hits"),
    column("messages", "messages"),
    column("indexed in s", "indexed_s"),
    column("memory, MB", "pss_mb"),
  ],
  coldstart: [
    column("start to first answer, ms", "ms"),
    column("memory at rest, MB", "pss_mb_own"),
    column("with database, MB", "pss_mb_all"),
  ],
};

const lines = Bun.argv
  .slice(2)
  .flatMap((file) => readFileSync(file, "utf8").split("\n"))
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Line)
  .flatMap(
    ({ steps, ...line }) => (steps as Line[] | undefined)?.map((step) => ({ ...line, ...step })) ?? line,
  );

const profiled = lines.filter((line) => line.hottest);
for (const { peer, scenario, hottest } of profiled) {
  console.log(`\n${peer}, ${scenario}: self time, % of all\n`);
  for (const { what, pct } of hottest as Hot[]) console.log(`- ${pct} \`${what}\``);
}

for (const [scenario, columns] of Object.entries(TABLES)) {
  const rows = lines.filter((line) => line.scenario === scenario);
  if (rows.length > 0) console.log(table(scenario, columns, rows));
}

function table(scenario: string, columns: Column[], rows: Line[]): string {
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const head = [scenario, ...columns.map(({ title }) => title)];
  const rule = head.map((_, k) => (k === 0 ? "---" : "--:"));
  const body = rows.map((line) => row([line.peer, ...columns.map(({ paths }) => cell(line, paths))]));
  return `\n${[row(head), row(rule), ...body].join("\n")}`;
}

function cell(line: Line, paths: string[]): string {
  return paths.map((path) => shown(valueAt(line, path))).join(" / ");
}

function valueAt(line: Line, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], line);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(", ");
  return typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 2 }) : "–";
}
