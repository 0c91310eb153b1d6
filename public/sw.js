// Keeps what never changes under its address, and a page for when there is no network. Pages are
// never kept: they may be someone's own, on a telephone that several people share. The exception is
// a course that its learner keeps on purpose (see academy/offline.js): one cache a course.
const VERSION = "1";
const FIXED = "taawouniya-fixed-" + VERSION;
const SHELL = "taawouniya-shell-" + VERSION;
const OFFLINE = ["/offline.html", "/illustrations/empty/offline.svg", "/favicon.svg"];
// Their names carry a hash of their content, or they change with VERSION (fonts). The splitter's
// loader alone keeps its name from build to build.
const FIXED_FOLDERS = ["/pkg/", "/words/", "/fonts/"];
const LOADER = "__wasm_split______";
const MOST = 80;
const COURSES = "taawouniya-course-";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(OFFLINE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== FIXED && name !== SHELL && !name.startsWith(COURSES)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

async function fixed(request) {
  const cache = await caches.open(FIXED);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const keys = await cache.keys();
    // The oldest first: a new build's files push out the last one's.
    await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
  }
  return answer;
}

// What a kept course holds of a request. A player asks for a part of a recording and gets that part.
async function ofCourse(request) {
  const names = (await caches.keys()).filter((name) => name.startsWith(COURSES));
  for (const name of names) {
    const kept = await (await caches.open(name)).match(request.url, { ignoreSearch: request.mode === "navigate" });
    if (!kept) continue;
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
    if (!range) return kept;
    const whole = await kept.arrayBuffer();
    const from = Number(range[1]);
    const to = range[2] ? Math.min(Number(range[2]), whole.byteLength - 1) : whole.byteLength - 1;
    const headers = new Headers(kept.headers);
    headers.set("content-range", `bytes ${from}-${to}/${whole.byteLength}`);
    headers.set("content-length", String(to - from + 1));
    return new Response(whole.slice(from, to + 1), { status: 206, headers });
  }
  return undefined;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (FIXED_FOLDERS.some((folder) => url.pathname.startsWith(folder)) && !url.pathname.includes(LOADER)) {
    event.respondWith(fixed(request));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await ofCourse(request)) ?? caches.match("/offline.html")));
  } else if (url.pathname.startsWith("/academy/") || url.pathname.startsWith("/illustrations/") || url.pathname === "/icons.svg") {
    event.respondWith(fetch(request).catch(async () => (await ofCourse(request)) ?? Response.error()));
  } else if (OFFLINE.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
