// Keeps what never changes under its address, and a page for when there is no network. Pages are
// never kept: they may be someone's own, on a telephone that several people share.
const VERSION = "1";
const FIXED = "taawouniya-fixed-" + VERSION;
const SHELL = "taawouniya-shell-" + VERSION;
const OFFLINE = ["/offline.html", "/illustrations/empty/offline.svg", "/favicon.svg"];
// Their names carry a hash of their content, or they change with VERSION (fonts). The splitter's
// loader alone keeps its name from build to build.
const FIXED_FOLDERS = ["/pkg/", "/words/", "/fonts/"];
const LOADER = "__wasm_split______";
const MOST = 80;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(OFFLINE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== FIXED && name !== SHELL).map((name) => caches.delete(name))))
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

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (FIXED_FOLDERS.some((folder) => url.pathname.startsWith(folder)) && !url.pathname.includes(LOADER)) {
    event.respondWith(fixed(request));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match("/offline.html")));
  } else if (OFFLINE.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
