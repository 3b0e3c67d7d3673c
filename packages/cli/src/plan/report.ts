import type { Plan } from "./arithmetic.ts";
import { ASSUMPTIONS, optionOf } from "./assumptions.ts";
import { type Ceiling, FORMS, type Form } from "./ceilings.ts";
import { FIGURES } from "./figures.ts";
import { formatBitsPerSecond, formatBytes, formatCount, formatShare } from "./quantity.ts";

type Row = readonly [string, string, string?];

/** The plan as text for a terminal: sections of aligned rows. */
export function renderPlan(plan: Plan): string {
  const { assumptions } = plan;
  const { users, abroad } = assumptions;
  const title = `${formatCount(users)} registered users${abroad > 0 ? `, ${formatCount(abroad)} of them abroad` : ""}`;
  return [
    title,
    section("Load in the busiest second", loadRows(plan)),
    section(
      `What it takes: ${FORMS[plan.form]}`,
      plan.form === "embedded" ? embeddedRows(plan) : clusterRows(plan),
    ),
    section("What breaks first, and at how many registered users", ceilingRows(plan)),
    section("Assumed; each is an option", assumptionRows(plan)),
    ["Measured", ...Object.values(FIGURES).map(figureLine)].join("\n"),
  ].join("\n\n");
}

function loadRows({ load }: Plan): Row[] {
  const rate = (value: number) => `${formatCount(value)}/s`;
  return [
    ["connections", formatCount(load.connections)],
    ["messages", rate(load.messages_per_s), `${formatCount(load.messages_per_day)} a day`],
    ["deliveries of messages", rate(load.deliveries_per_s)],
    ["receipts written", rate(load.receipts_per_s)],
    ["deliveries of receipts", rate(load.receipt_deliveries_per_s)],
    [
      "people speaking",
      formatCount(load.talkers),
      `${rate(load.voice_packets_in_per_s)} packets in, ${rate(load.voice_packets_out_per_s)} out`,
    ],
    ["to devices", formatBitsPerSecond(load.egress_bytes_per_s)],
    ["from devices", formatBitsPerSecond(load.ingress_bytes_per_s)],
    ...(load.cross_region_messages_per_s > 0
      ? [["messages between regions", rate(load.cross_region_messages_per_s)] as const]
      : []),
  ];
}

function embeddedRows({ needs, load, assumptions }: Plan): Row[] {
  return [
    ["CPU", `${formatCount(needs.embedded_cores)} cores`, `at ${formatShare(assumptions.headroom)} use`],
    ["memory for connections", formatBytes(needs.connection_memory_bytes)],
    ["database", formatBytes(needs.embedded_bytes)],
    ["voice and pictures", formatBytes(needs.media_bytes), "in files, or on S3"],
    smsRow({ load }),
  ];
}

function clusterRows({ needs, load, assumptions }: Plan): Row[] {
  const { copies, database_cores, headroom, node_cores } = assumptions;
  return [
    ["regions", String(needs.regions)],
    ["cells", String(needs.cells), "groups of accounts with gateways and a bus of their own"],
    [
      "gateway machines",
      formatCount(needs.gateway_machines),
      `of ${node_cores} cores: ${formatCount(needs.gateway_processes)} processes, ${formatCount(needs.gateway_cores)} cores at ${formatShare(headroom)} use`,
    ],
    ["log-in of everybody", `${formatCount(needs.reconnect_cores)} cores`, "after all gateways were lost"],
    ["memory for connections", formatBytes(needs.connection_memory_bytes)],
    [
      "database shards",
      formatCount(needs.shards),
      `× ${copies} copies of ${database_cores} cores = ${formatCount(needs.database_machines)} machines`,
    ],
    [
      "rows written",
      `${formatCount(needs.database_rows_per_s)}/s`,
      `${formatCount(needs.database_cores)} cores`,
    ],
    ["database", formatBytes(needs.database_bytes), "one copy"],
    ["database connections", formatCount(needs.database_connections)],
    ["voice and pictures", formatBytes(needs.media_bytes), "one copy, on S3"],
    ["disk in all", formatBytes(needs.stored_bytes)],
    [
      "NATS",
      `${formatCount(needs.bus_cores)} cores`,
      `${formatCount(needs.bells_per_s)} rings/s, ${formatBitsPerSecond(needs.bus_bytes_per_s)} into each process`,
    ],
    smsRow({ load }),
  ];
}

function smsRow({ load }: Pick<Plan, "load">): Row {
  return [
    "SMS",
    `${formatCount(load.sms_money_per_month)} a month`,
    `for ${formatCount(load.sms_per_month)} SMS`,
  ];
}

function ceilingRows({ ceilings, form }: Plan): Row[] {
  const rows = (Object.keys(FORMS) as Form[]).flatMap((each): Row[] => [
    [`${FORMS[each]}${each === form ? "  ← this one" : ""}`, ""],
    ...ceilings.filter((ceiling) => ceiling.form === each).map(ceilingRow),
  ]);
  return rows;
}

function ceilingRow({ name, users_max, used, remedy }: Ceiling): Row {
  return [
    `  ${name}`,
    formatCount(users_max),
    used > 1 ? `${formatCount(used)} times that is needed: ${remedy}` : `${formatShare(used)} used`,
  ];
}

function assumptionRows({ assumptions }: Plan): Row[] {
  return (Object.keys(ASSUMPTIONS) as (keyof typeof ASSUMPTIONS)[]).map((key) => {
    const { format, doc } = ASSUMPTIONS[key];
    return [`--${optionOf(key)}`, format(assumptions[key]), doc];
  });
}

function figureLine({ value, unit, source }: (typeof FIGURES)[keyof typeof FIGURES]): string {
  return `  ${formatCount(value).padStart(5)} ${unit}\n        ${source}`;
}

function section(title: string, rows: readonly Row[]): string {
  const width = (column: 0 | 1) =>
    Math.max(0, ...rows.filter((row) => row[1] !== "").map((row) => row[column].length));
  const [first, second] = [width(0), width(1)];
  const lines = rows.map(([name, value, note]) =>
    `  ${name.padEnd(first)}  ${value.padStart(second)}${note ? `  ${note}` : ""}`.trimEnd(),
  );
  return [title, ...lines].join("\n");
}
