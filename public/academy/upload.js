// Files of a lesson on their way, apart from the WebAssembly of the page: a file is read and summed
// part by part, which a cheap telephone's memory bears, and goes on after a break. The server knows
// which parts it has: choosing the same file again sends only the others. Without this script the
// form posts a small file whole.

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// SHA-256 in steps, which the browser's own cannot do: of a film, not the whole is in memory.
const primes = [];
for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
const K = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));

class Sha256 {
  state = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  rest = new Uint8Array(0);
  length = 0;
  schedule = new Int32Array(64);

  update(bytes) {
    this.length += bytes.length;
    const all = new Uint8Array(this.rest.length + bytes.length);
    all.set(this.rest);
    all.set(bytes, this.rest.length);
    let at = 0;
    for (; at + 64 <= all.length; at += 64) this.block(all, at);
    this.rest = all.slice(at);
    return this;
  }

  block(bytes, at) {
    const w = this.schedule;
    const turn = (x, n) => (x >>> n) | (x << (32 - n));
    for (let i = 0; i < 16; i += 1) {
      const from = at + i * 4;
      w[i] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
    }
    for (let i = 16; i < 64; i += 1) {
      const [x, y] = [w[i - 15], w[i - 2]];
      const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
      const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = this.state;
    for (let i = 0; i < 64; i += 1) {
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i];
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (this.state[i] += value));
  }

  end() {
    const bits = this.length * 8;
    const tail = new Uint8Array(((this.rest.length + 72) & ~63) - this.rest.length);
    tail[0] = 128;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(tail.length - 4, bits >>> 0);
    this.update(tail);
    const out = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, i) => out.setInt32(i * 4, word));
    return hex(new Uint8Array(out.buffer));
  }
}

// Only a secure page has the browser's own.
const sum = async (bytes) =>
  crypto.subtle ? hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))) : new Sha256().update(bytes).end();

class Refused extends Error {
  constructor(status, body) {
    super(String(status));
    this.status = status;
    this.fields = body?.fields ?? [];
  }
}

async function ask(method, path, body, headers = {}) {
  const answer = await fetch(`/api/v1/teaching/${path}`, { method, body, headers });
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  const said = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(answer.status, said);
  return said;
}

const json = { "content-type": "application/json" };
let sending;

const pause = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
    addEventListener("online", resolve, { once: true });
  });

// A break of the network is waited out; what the server refuses is not asked again.
async function patiently(act, job) {
  for (let failures = 0; ; failures += 1) {
    while (job.paused && !job.stopped) await pause(300);
    if (job.stopped) throw new Refused(0);
    try {
      const said = await act();
      job.say(false);
      return said;
    } catch (error) {
      if (error instanceof Refused) throw error;
      job.say(true);
      await pause(Math.min(1_000 * 2 ** failures, 30_000));
    }
  }
}

async function send(form, file) {
  const { draft, lesson } = form.dataset;
  const box = form.querySelector("[data-sending]");
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-sent]");
  const size = (bytes) => (bytes / 1_000_000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const job = {
    paused: false,
    stopped: false,
    done: 0,
    say(broken) {
      box.querySelector("[data-broken]").hidden = !broken;
      bar.value = job.done / file.size;
      text.textContent = form.dataset.sentOf.replace("{sent}", size(job.done)).replace("{size}", size(file.size));
    },
  };
  sending = job;
  box.hidden = false;
  job.say(false);
  const begin = JSON.stringify({ lang: form.elements.lang.value, name: file.name, bytes: file.size });
  const upload = await patiently(() => ask("POST", `drafts/${draft}/${encodeURIComponent(lesson)}/uploads`, begin, json), job);
  job.id = upload.id;
  let known = upload.parts;
  for (let round = 0; ; round += 1) {
    const there = new Map(known.map((part) => [part.number, part.sha256]));
    const whole = new Sha256();
    job.done = 0;
    for (let number = 0, at = 0; at < file.size; number += 1, at += upload.part_bytes) {
      const bytes = new Uint8Array(await file.slice(at, at + upload.part_bytes).arrayBuffer());
      whole.update(bytes);
      const sha256 = await sum(bytes);
      if (there.get(number) !== sha256) {
        const headers = { "content-type": "application/octet-stream", "content-sha256": sha256 };
        await patiently(() => ask("PUT", `uploads/${upload.id}/parts/${number}`, bytes, headers), job);
      }
      job.done = at + bytes.length;
      job.say(false);
    }
    text.textContent = form.dataset.checking;
    const end = JSON.stringify({ sha256: whole.end() });
    try {
      return await patiently(() => ask("POST", `uploads/${upload.id}/finish`, end, json), job);
    } catch (error) {
      // Some part was torn on the disk: the server has forgotten it.
      if (round > 1 || !error.fields?.some(({ field }) => field === "sha256")) throw error;
      known = (await patiently(() => ask("GET", `uploads/${upload.id}`), job)).parts;
    }
  }
}

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (!form.matches("form[data-upload]")) return;
    const file = form.elements.file.files[0];
    // Without a file the plain form says what is missing.
    if (!file || file.size === 0) return;
    event.preventDefault();
    if (sending && !sending.stopped) return;
    const refused = form.querySelector("[data-refused]");
    refused.hidden = true;
    try {
      await send(form, file);
    } catch (error) {
      if (error.status === 0) return;
      // What its content was refused for stands in the list, in words.
      const inList = sending?.id && error.fields?.some(({ field }) => field === "file");
      if (!inList && [413, 422].includes(error.status)) {
        form.querySelector("[data-sending]").hidden = true;
        refused.textContent = error.status === 413 ? form.dataset.tooLarge : form.dataset.overQuota;
        refused.hidden = false;
        sending = undefined;
        return;
      }
    }
    location.reload();
  },
  true,
);

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-pause], [data-stop]");
  if (!button || !sending) return;
  if (button.matches("[data-pause]")) {
    sending.paused = !sending.paused;
    button.textContent = sending.paused ? button.dataset.goOn : button.dataset.pause;
    return;
  }
  sending.stopped = true;
  if (sending.id) await ask("DELETE", `uploads/${sending.id}`).catch(() => undefined);
  location.reload();
});

// Recordings that are being made smaller: how far they are.
setInterval(async () => {
  const list = document.querySelector("[data-files]");
  const waiting = list?.querySelector('[data-state="converting"], [data-state="waiting"]');
  if (!waiting || sending || document.visibilityState === "hidden") return;
  const said = await ask("GET", `drafts/${list.dataset.draft}/${encodeURIComponent(list.dataset.lesson)}/files`).catch(() => null);
  for (const file of said?.files ?? []) {
    const item = list.querySelector(`[data-file="${file.id}"]`);
    if (!item || !["converting", "waiting"].includes(item.dataset.state)) continue;
    if (["done", "failed"].includes(file.conversion)) return location.reload();
    if (file.conversion !== "converting") continue;
    item.querySelector("[data-said]").textContent = list.dataset.converting.replace("{percent}", file.percent);
    item.dataset.state = "converting";
  }
}, 3_000);
