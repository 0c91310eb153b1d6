// Keeps a course on the telephone, on purpose: its lessons and recordings, with the size said
// before, the progress shown, and a way to free the space. The service worker serves them when
// there is no network; what is learnt meanwhile waits in IndexedDB (see player.js).
//
// It is a script of its own because only scripts can ask for this, and a page without scripts
// loses nothing by not having it.

const name = (box) => `taawouniya-course-${box.dataset.course}`;

async function measure(box) {
  const cache = await caches.open(name(box));
  const kept = await cache.keys();
  const { usage } = (await navigator.storage?.estimate?.()) ?? {};
  const used = box.querySelector("[data-used]");
  if (used && usage) used.textContent = (usage / 1_000_000).toFixed(1);
  state(box, kept.length > 0 ? "kept" : "offer");
}

function state(box, now) {
  box.hidden = false;
  for (const part of box.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== now;
}

async function keep(box) {
  state(box, "loading");
  const registered = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  registered.active?.postMessage("stay");
  await navigator.storage?.persist?.();
  const cache = await caches.open(name(box));
  const styles = [...document.querySelectorAll('link[rel="stylesheet"]')].map((link) => link.href);
  const wanted = [...JSON.parse(box.dataset.files), location.pathname, ...styles, "/icons.svg", "/favicon.svg", "/academy/player.js", "/academy/offline.js"];
  const bar = box.querySelector("progress");
  bar.max = wanted.length;
  for (const [at, file] of wanted.entries()) {
    const answer = await fetch(file, { headers: { "x-keep": "1" } });
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    await cache.put(file, answer);
    bar.value = at + 1;
  }
  await measure(box);
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-offline] button");
  const box = button?.closest("[data-offline]");
  if (!box) return;
  if (button.dataset.does === "free") {
    await caches.delete(name(box));
    return measure(box);
  }
  try {
    await keep(box);
  } catch {
    // Half a course is worth nothing: all or none.
    await caches.delete(name(box));
    state(box, "failed");
  }
});

let known;
function look() {
  const box = document.querySelector("[data-offline]");
  if (box && box !== known && "caches" in self && "serviceWorker" in navigator) {
    known = box;
    measure(box);
  }
}
look();
setInterval(look, 1000);
