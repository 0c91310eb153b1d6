// The academy under load, over HTTP, against a server with the demo data whose limits are lifted:
//   node bench/academy.mjs progress URL [events] [learners]
//   node bench/academy.mjs streams URL PID [streams]
// Each learner sends as a telephone does: a batch, and the next one when that is acknowledged. Each
// person's streams are their devices: what one sends, all of theirs hear.
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { randomUUID } from "node:crypto";

const [mode, base, ...rest] = process.argv.slice(2);
const { hostname, port } = new URL(base);
const COURSE = "create-a-cooperative";
const PASSWORD = "trois mots sans lien";
const BATCH = 20;
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const ask = (method, path, who, body = "", type = "application/json") =>
  new Promise((resolve, reject) => {
    const headers = { "content-type": type, "sec-fetch-site": "same-origin" };
    if (who) Object.assign(headers, { authorization: `Bearer ${who}`, cookie: `session=${who}` });
    const sent = request({ hostname, port, path, method, agent, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (text += part));
      answer.on("end", () => (answer.statusCode < 400 ? resolve(text) : reject(new Error(`${path}: ${answer.statusCode} ${text}`))));
    });
    sent.on("error", reject);
    sent.end(body);
  });

const form = (values) => new URLSearchParams(values).toString();
const FORM = "application/x-www-form-urlencoded";

// New people, enrolled.
async function learners(count) {
  const round = randomUUID().slice(0, 8);
  const tokens = [];
  for (let at = 0; at < count; at += 1) {
    const login = `bench-${round}-${at}@example.ma`;
    await ask("POST", "/api/accounts/register", "", form({ name: `Bench ${at}`, login, password: PASSWORD, consent: "on", next: "" }), FORM);
    const { token } = JSON.parse(await ask("POST", "/api/v1/sessions", "", JSON.stringify({ login, password: PASSWORD })));
    await ask("POST", "/api/academy/enrol", token, form({ course: COURSE }), FORM);
    tokens.push(token);
  }
  const page = await ask("GET", `/fr/academy/${COURSE}/lessons/what-it-is`, tokens[0]);
  const of = (name) => new RegExp(`data-${name}="([^"]+)"`).exec(page)[1];
  return { tokens, reading: of("reading"), recording: of("activity"), length: Number(of("duration")) };
}

let last = 0;
// UUID version 7 with a counter: no two alike.
function uid() {
  last += 1;
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${last.toString(16).padStart(12, "0")}`;
}

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

async function progress(events = 40_000, count = 200) {
  const { tokens, reading, recording, length } = await learners(count);
  const each = Math.floor(events / count / BATCH);
  const times = [];
  let lost = 0;
  const began = performance.now();
  await Promise.all(
    tokens.map(async (who, device) => {
      for (let round = 0; round < each; round += 1) {
        const now = Date.now();
        // Half of it reading, half of it listening.
        const batch = Array.from({ length: BATCH }, (_, number) => {
          const sequence = round * BATCH + number;
          const start = (sequence * 1_000) % (length - 1_000);
          const listens = number % 2 === 1;
          const span = listens ? { kind: "watched", start, end: start + 1_000 } : { kind: "viewed", start: 0, end: 0 };
          return { id: uid(), device: `bench-${device}`, sequence, activity: listens ? recording : reading, version: 1, took: 1_000, at: now, ...span };
        });
        const sent = performance.now();
        const acks = JSON.parse(await ask("POST", "/api/v1/progress/events", who, JSON.stringify({ sent_at: now, events: batch })));
        times.push(performance.now() - sent);
        lost += BATCH - acks.length;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  times.sort((a, b) => a - b);
  const rate = Math.round((each * count * BATCH) / seconds);
  console.log(`${rate} events/s of ${count} learners in batches of ${BATCH}, p99 of a batch ${at(times, 0.99).toFixed(0)} ms, ${lost} not acknowledged  (at least 2000/s)`);
}

// The resident memory of a process, in KB.
const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);

async function streams(pid, count = 10_000) {
  const { tokens, reading } = await learners(20);
  const before = memory(pid);
  let open = 0;
  let delays = [];
  const sent = tokens.map(() => 0);
  for (let number = 0; number < count; number += 1) {
    const person = number % tokens.length;
    const socket = connect(Number(port), hostname);
    socket.setEncoding("latin1");
    socket.on("error", () => undefined);
    socket.write(`GET /api/v1/progress/stream HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${tokens[person]}\r\naccept: text/event-stream\r\n\r\n`);
    socket.on("data", (text) => {
      if (text.includes("ready")) open += 1;
      if (text.includes("event: progress") || text.includes("event:progress")) delays.push(performance.now() - sent[person]);
    });
    // As people come, not all in one moment.
    if (number % 100 === 99) await pause(40);
  }
  for (let tries = 0; tries < 200 && open < count; tries += 1) await pause(100);
  const each = (memory(pid) - before) / Math.max(open, 1);
  await pause(2_000);
  // What their opening repeated is not what is measured.
  delays = [];
  for (let round = 0; round < 3; round += 1) {
    for (const [person, who] of tokens.entries()) {
      const now = Date.now();
      const event = { id: uid(), device: "bench", sequence: round, activity: reading, version: 1, kind: "viewed", start: 0, end: 0, took: 1_000, at: now };
      sent[person] = performance.now();
      await ask("POST", "/api/v1/progress/events", who, JSON.stringify({ sent_at: now, events: [event] }));
      await pause(500);
    }
  }
  await pause(2_000);
  delays.sort((a, b) => a - b);
  console.log(
    `${open} streams open (10000), ${each.toFixed(1)} KB each (20 KB), delay p50 ${at(delays, 0.5).toFixed(0)} ms, p99 ${at(delays, 0.99).toFixed(0)} ms (300 ms), ${delays.length} of ${open * 3} heard`,
  );
  process.exit(0);
}

const numbers = rest.map(Number);
if (mode === "progress") await progress(...numbers);
else await streams(...numbers);
agent.destroy();
