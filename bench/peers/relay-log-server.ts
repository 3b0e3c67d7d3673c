/**
 * The floor: what log in, relay, acknowledge, and a durable append cost on this runtime, and nothing else.
 * No authentication, no rights, no second device, no history to read. Every message of one turn of the event
 * loop shares one synced commit into an append-only table before it is acknowledged or delivered.
 *
 * Usage: bun relay-log-server.ts <port> <folder>
 */
import { Database } from "bun:sqlite";

interface Session {
  user: number;
}

type Frame =
  | { t: "login"; user: number }
  | { t: "join" }
  | { t: "send"; id: number; to: number; body: string }
  | { t: "room"; id: number; body: string };

interface Append {
  from: Bun.ServerWebSocket<Session>;
  id: number;
  /** null: everybody in the room. */
  to: number | null;
  body: string;
}

const ROOM = "room";
const [port, folder] = Bun.argv.slice(2);
const database = openLog(`${folder}/relay-log.sqlite`);
const insert = database.prepare(
  "INSERT INTO log (recipient, seq, sender, server_time, body) VALUES (?, ?, ?, ?, ?)",
);
const online = new Map<number, Bun.ServerWebSocket<Session>>();
const lastSeq = new Map<string, number>();
let turn: Append[] = [];

function openLog(path: string): Database {
  const database = new Database(path, { create: true });
  database.run("PRAGMA page_size = 8192");
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = FULL");
  database.run(
    "CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY, recipient, seq, sender, server_time, body)",
  );
  return database;
}

function append(message: Append): void {
  if (turn.push(message) === 1) setImmediate(commitTurn);
}

function commitTurn(): void {
  const messages = turn;
  turn = [];
  const now = Date.now();
  database.run("BEGIN IMMEDIATE");
  const seqs = messages.map((message) => store(message, now));
  database.run("COMMIT");
  for (const [k, message] of messages.entries()) relay(message, seqs[k]!);
}

function store({ from, to, body }: Append, now: number): number {
  const { user } = from.data;
  const log = to === null ? ROOM : `${user}:${to}`;
  const seq = (lastSeq.get(log) ?? 0) + 1;
  lastSeq.set(log, seq);
  insert.run(to, seq, user, now, body);
  return seq;
}

function relay({ from, id, to, body }: Append, seq: number): void {
  const frame = `{"t":"message","from":${from.data.user},"seq":${seq},"body":"${body}"}`;
  if (to === null) server.publish(ROOM, frame);
  else online.get(to)?.send(frame);
  from.send(`{"t":"ack","id":${id},"seq":${seq}}`);
}

function onFrame(socket: Bun.ServerWebSocket<Session>, frame: Frame): void {
  switch (frame.t) {
    case "login":
      socket.data.user = frame.user;
      online.set(frame.user, socket);
      socket.send('{"t":"ok"}');
      break;
    case "join":
      socket.subscribe(ROOM);
      socket.send('{"t":"ok"}');
      break;
    case "send":
      append({ from: socket, id: frame.id, to: frame.to, body: frame.body });
      break;
    case "room":
      append({ from: socket, id: frame.id, to: null, body: frame.body });
      break;
  }
}

const server = Bun.serve<Session>({
  hostname: "127.0.0.1",
  port: Number(port),
  fetch(request, server) {
    return server.upgrade(request, { data: { user: -1 } }) ? undefined : new Response("up");
  },
  websocket: {
    perMessageDeflate: false,
    idleTimeout: 0,
    publishToSelf: true,
    message: (socket, text) => onFrame(socket, JSON.parse(String(text))),
    close(socket) {
      if (online.get(socket.data.user) === socket) online.delete(socket.data.user);
    },
  },
});
