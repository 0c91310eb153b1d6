// The player's own small script, apart from the WebAssembly of the page: it must catch what happens
// before that code has arrived and while the page goes away (`pagehide`), talk to IndexedDB, and
// stay a few kilobytes on a cheap telephone. The page works without it: lessons are finished and
// quizzes answered by forms.
//
// What the learner does becomes events. Each is written to IndexedDB first, sent in batches, and
// forgotten when the server has answered it by its id. Everything is found by `data-` names and
// heard on the document, so that pages that come and go need no setting up.

const DATABASE = "taawouniya-academy";
const BATCH = 100;
const EVERY = 15_000;

const player = () => document.querySelector("[data-player]");
const learner = () => player()?.dataset.learner ?? "";

function database() {
  database.open ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      const events = request.result.createObjectStore("events", { keyPath: "sequence", autoIncrement: true });
      // Several people share one telephone: each one's events wait for their owner.
      events.createIndex("learner", "learner");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return database.open;
}

async function store(mode, act) {
  const transaction = (await database()).transaction("events", mode);
  return new Promise((resolve, reject) => {
    const request = act(transaction.objectStore("events"));
    let answer;
    if (request) request.onsuccess = () => (answer = request.result);
    transaction.oncomplete = () => resolve(answer);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const waiting = (who) => store("readonly", (events) => events.index("learner").getAll(who, BATCH));

// UUID version 7: the time, then randomness.
function uid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let at = 0; at < 6; at += 1) bytes[at] = Math.floor(now / 2 ** (8 * (5 - at))) & 255;
  bytes[6] = (bytes[6] & 15) | 112;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function device() {
  try {
    const kept = localStorage.getItem("academy-device");
    if (kept) return kept;
    const made = uid();
    localStorage.setItem("academy-device", made);
    return made;
  } catch {
    return (device.made ??= uid());
  }
}

async function note(activity, kind, start, end, took) {
  const root = player();
  if (!root || !activity) return;
  const event = {
    id: uid(),
    device: device(),
    activity,
    version: Number(root.dataset.version),
    kind,
    start: Math.round(start),
    end: Math.round(end),
    took: Math.max(0, Math.round(took)),
    at: Date.now(),
  };
  await store("readwrite", (events) => events.add({ learner: root.dataset.learner, event }));
  show("phone");
}

// The three icons: on this telephone, sent, confirmed.
function show(state) {
  for (const sync of document.querySelectorAll("[data-sync]")) {
    sync.hidden = false;
    sync.dataset.now = state;
    for (const part of sync.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  }
}

let sending = false;
let failures = 0;

async function send(keepalive = false) {
  const who = learner();
  if (!who || (sending && !keepalive)) return;
  sending = true;
  try {
    for (;;) {
      const rows = await waiting(who);
      if (rows.length === 0) break;
      show("sent");
      const answer = await fetch("/api/v1/progress/events", {
        method: "POST",
        headers: { "content-type": "application/json" },
        keepalive,
        body: JSON.stringify({
          sent_at: Date.now(),
          events: rows.map(({ sequence, event }) => ({ ...event, sequence })),
        }),
      });
      // Signed out, or too much at once: everything stays here.
      if (!answer.ok) throw new Error(String(answer.status));
      const acks = await answer.json();
      const answered = new Set(acks.map((ack) => ack.id));
      // Refused for good is answered too: it would be refused again.
      await store("readwrite", (events) => {
        for (const { sequence, event } of rows) if (answered.has(event.id)) events.delete(sequence);
      });
      failures = 0;
      if (rows.length < BATCH) break;
    }
    const left = await waiting(who);
    show(left.length === 0 ? "confirmed" : "phone");
  } catch {
    failures += 1;
    show("phone");
    setTimeout(send, Math.min(EVERY * 2 ** failures, 300_000));
  } finally {
    sending = false;
  }
}

// Recordings. `timeupdate` does not bubble, so it is caught on its way down.
const heard = new WeakMap();

function part(media) {
  return media.closest("[data-activity]");
}

function flush(media) {
  const span = heard.get(media);
  if (!span) return;
  heard.delete(media);
  const [start, end] = [span.start * 1000, media.currentTime * 1000];
  if (end - start >= 500) note(part(media)?.dataset.activity, "watched", start, end, Date.now() - span.since);
}

document.addEventListener(
  "timeupdate",
  ({ target: media }) => {
    const box = part(media);
    if (!box || media.paused) return;
    const span = heard.get(media);
    // A jump begins another span.
    if (span && Math.abs(media.currentTime - span.last) > 2.5) heard.delete(media);
    const now = heard.get(media) ?? { start: media.currentTime, since: Date.now() };
    now.last = media.currentTime;
    heard.set(media, now);
    if (media.currentTime - now.start >= 15) {
      flush(media);
      send();
    }
    for (const cue of box.querySelectorAll("[data-cue]")) {
      const at = media.currentTime * 1000;
      cue.toggleAttribute("data-now", at >= Number(cue.dataset.cue) && at < Number(cue.dataset.until));
    }
  },
  true,
);
document.addEventListener("seeking", ({ target }) => heard.delete(target), true);
document.addEventListener("pause", ({ target }) => { flush(target); send(); }, true);
document.addEventListener("ended", ({ target }) => { flush(target); send(); }, true);
document.addEventListener(
  "play",
  ({ target: media }) => {
    const box = part(media);
    // Where one stopped, on whichever device that was.
    if (box && !media.dataset.resumed) {
      media.dataset.resumed = "1";
      const at = Number(box.dataset.resume) / 1000;
      if (at >= 3 && media.currentTime < 1) media.currentTime = at;
    }
  },
  true,
);

// The words that are said lead to where they are said.
document.addEventListener("click", ({ target }) => {
  const cue = target.closest?.("[data-cue]");
  const media = cue?.closest("[data-activity]")?.querySelector("audio, video");
  if (!media) return;
  media.dataset.resumed = "1";
  media.currentTime = Number(cue.dataset.cue) / 1000;
  media.play();
});

// Another quality goes on where the last one was, and is remembered. The address does the same
// without this script.
const QUALITY = "academy-quality";

function choose(link) {
  const box = part(link);
  const media = box?.querySelector("audio, video");
  if (!media || media.getAttribute("src") === link.dataset.src) return;
  const [at, plays, speed] = [media.currentTime, !media.paused, media.playbackRate];
  flush(media);
  media.src = link.dataset.src;
  media.playbackRate = speed;
  if (at > 0 || plays) {
    media.dataset.resumed = "1";
    media.addEventListener("loadedmetadata", () => (media.currentTime = at), { once: true });
    media.load();
    if (plays) media.play().catch(() => undefined);
  }
  for (const other of box.querySelectorAll("[data-quality]")) {
    if (other === link) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  const size = box.querySelector("[data-size]");
  if (size) size.textContent = link.querySelector("bdi").textContent;
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[data-quality]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    choose(link);
    try {
      localStorage.setItem(QUALITY, link.dataset.quality);
    } catch {
      // Not remembered, where the browser keeps nothing.
    }
  },
  true,
);

// A telephone without a network has kept one quality, maybe not this one.
document.addEventListener(
  "error",
  ({ target: media }) => {
    if (!(media instanceof HTMLMediaElement)) return;
    media.tried = (media.tried ?? new Set()).add(media.getAttribute("src"));
    const other = [...(part(media)?.querySelectorAll("a[data-quality]") ?? [])].find((it) => !media.tried.has(it.dataset.src));
    if (other) choose(other);
  },
  true,
);

// What one chose before; the smallest where the browser saves data and one has not chosen.
function usual() {
  const all = [...document.querySelectorAll("a[data-quality]")];
  if (all.length === 0 || /[?&]quality=/.test(location.search)) return;
  let kept;
  try {
    kept = localStorage.getItem(QUALITY);
  } catch {
    kept = null;
  }
  const smallest = navigator.connection?.saveData ? all.reduce((a, b) => (Number(b.dataset.bytes) < Number(a.dataset.bytes) ? b : a)) : undefined;
  const link = all.find((it) => it.dataset.quality === kept) ?? smallest;
  if (link) choose(link);
}

// The keyboard: the space bar plays, the arrows go to the neighbouring lessons with Alt, K and J
// as elsewhere. Never while one types.
document.addEventListener("keydown", (event) => {
  if (!player() || event.target.closest?.("input, textarea, select, audio, video, [contenteditable]")) return;
  const media = player().querySelector("audio, video");
  if (event.key === "k" && media) {
    media.paused ? media.play() : media.pause();
    event.preventDefault();
  }
  if ((event.key === "j" || event.key === "l") && media) media.currentTime += event.key === "l" ? 10 : -10;
  if (event.key === "n" || event.key === "p") {
    player().querySelector(`a[rel="${event.key === "n" ? "next" : "prev"}"]`)?.click();
  }
});

// Time spent on a text: counted while it is seen.
let since = Date.now();
let reading = player()?.dataset.reading;

function read() {
  const took = Date.now() - since;
  since = Date.now();
  if (reading && took >= 3_000) note(reading, "viewed", 0, 0, Math.min(took, 1_800_000));
}

function leave() {
  for (const media of document.querySelectorAll("audio, video")) flush(media);
  read();
  send(true);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") leave();
  else since = Date.now();
});
addEventListener("pagehide", leave);
addEventListener("online", () => send());

// Without a network a lesson is finished here, and the page says so; the form would only fail.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (navigator.onLine || !form.matches("form.complete")) return;
    event.preventDefault();
    const root = player();
    const took = Date.now() - since;
    since = Date.now();
    for (const box of root.querySelectorAll("[data-activity]")) note(box.dataset.activity, "completed", 0, 0, 0);
    note(root.dataset.reading, "completed", 0, 0, Math.min(took, 1_800_000)).then(() => {
      ring(root.dataset.lessonKey, 100);
      const next = root.querySelector('a[rel="next"]');
      if (next) location.assign(next.href);
    });
  },
  true,
);

// A quiz is kept as one goes; its form says the same without this.
let saving;
let keeping;
document.addEventListener(
  "submit",
  ({ target }) => {
    if (!target.matches("form.quiz")) return;
    // The form itself says everything: an earlier copy would come too late.
    clearTimeout(saving);
    keeping?.abort();
  },
  true,
);
document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("form.quiz");
  if (!form) return;
  clearTimeout(saving);
  saving = setTimeout(async () => {
    const body = new URLSearchParams(new FormData(form));
    body.set("then", "save");
    keeping = new AbortController();
    const { signal } = keeping;
    const answer = await fetch("/api/academy/answer_quiz", { method: "POST", body, signal, headers: { accept: "application/json" } }).catch(() => null);
    const said = form.querySelector("[data-autosaved]");
    if (said) said.hidden = !answer?.ok;
  }, 800);
});

// The clock of a quiz is the server's: what was left when the page came, less what has passed.
setInterval(() => {
  const timer = document.querySelector("[data-timer]");
  if (!timer) return;
  timer.began ??= performance.now();
  const left = Math.max(0, Number(timer.dataset.timer) - Math.floor((performance.now() - timer.began) / 1000));
  timer.querySelector(".left").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  timer.toggleAttribute("data-soon", left < 60);
}, 1000);

// Live: what other devices did moves the rings here. The browser asks again by itself after a
// break, with the last id that it heard.
let stream;

function ring(name, percent) {
  for (const ring of document.querySelectorAll(`[data-ring="${CSS.escape(name)}"]`)) {
    ring.querySelector("circle + circle")?.setAttribute("stroke-dasharray", `${percent} 100`);
    const number = ring.querySelector("b");
    if (number) number.textContent = String(percent);
    ring.setAttribute("aria-label", ring.getAttribute("aria-label").replace(/\d+/, String(percent)));
  }
}

function listen() {
  if (stream || !learner() || !("EventSource" in window)) return;
  // From what the page knows on: the connection comes later than the page.
  const after = player()?.dataset.after;
  stream = new EventSource(`/api/v1/progress/stream${after ? `?after=${after}` : ""}`);
  stream.addEventListener("progress", ({ data }) => {
    const told = JSON.parse(data);
    ring(told.course, told.course_percent);
    ring(`${told.course}/${told.lesson}`, told.lesson_percent);
    const item = document.querySelector(`[data-lesson="${CSS.escape(`${told.course}/${told.lesson}`)}"]`);
    item?.toggleAttribute("data-done", told.lesson_percent === 100);
  });
}

// Pages come and go without this script being run again.
let shown = "";
setInterval(() => {
  const key = player()?.dataset.lessonKey ?? "";
  if (key === shown) return;
  if (shown) read();
  shown = key;
  reading = player()?.dataset.reading;
  since = Date.now();
  if (key) {
    usual();
    // The page first; then what keeps a connection open.
    setTimeout(listen, 2_500);
    send();
  } else {
    stream?.close();
    stream = undefined;
  }
}, 500);
setInterval(() => { read(); send(); }, EVERY * 2);
