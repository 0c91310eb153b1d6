// Dragging modules, lessons and questions to another place, by mouse or finger. Apart from the
// WebAssembly of the page, which does not listen to pointers. Nothing on the page is moved here: a
// line shows where the part would go, and letting go sends the page's own form, which the server
// answers with the new order, or with the news that someone else was quicker. Keyboards, and pages
// without scripts, have the buttons.
//
// Lists are `[data-reorder=kind]`, what stands in them `[data-item]`, what one takes hold of
// `[data-handle]`. Everything is heard on the document, so that pages that come and go need no
// setting up.

document.documentElement.classList.add("can-drag");

let drag = null;

const items = (list) => [...list.querySelectorAll("[data-item]")].filter((item) => item.closest("[data-reorder]") === list);

function marker() {
  const line = document.createElement("div");
  line.className = "drop-line";
  document.body.append(line);
  return line;
}

// The list of this kind under the pointer, or the nearest one.
function listAt(y) {
  let best = null;
  for (const list of document.querySelectorAll(`[data-reorder="${drag.kind}"]`)) {
    const box = list.getBoundingClientRect();
    const away = y < box.top ? box.top - y : Math.max(0, y - box.bottom);
    if (!best || away < best.away) best = { list, box, away };
  }
  return best;
}

function aim(y) {
  const { list, box } = listAt(y);
  const others = items(list).filter((item) => item !== drag.item);
  const to = others.filter((item) => {
    const own = item.getBoundingClientRect();
    return own.top + own.height / 2 < y;
  }).length;
  const before = others[to - 1]?.getBoundingClientRect();
  const after = others[to]?.getBoundingClientRect();
  const top = before && after ? (before.bottom + after.top) / 2 : before?.bottom ?? after?.top ?? box.top;
  Object.assign(drag.line.style, {
    insetBlockStart: `${top + scrollY}px`,
    left: `${box.left + scrollX}px`,
    inlineSize: `${box.width}px`,
  });
  Object.assign(drag, { list, to });
}

function end() {
  drag?.line?.remove();
  drag?.item.classList.remove("dragged");
  drag = null;
}

function drop() {
  const { item, list, kind, to, from, at } = drag;
  end();
  if (!list || (list === from && to === at)) return;
  const form = document.querySelector("[data-reorder-form] form");
  if (!form) return;
  const fields = { what: kind, item: item.dataset.item, into: list.dataset.into ?? "", to: String(to) };
  // By `namedItem`: a collection of fields has a method of the name `item`.
  for (const [name, value] of Object.entries(fields)) form.elements.namedItem(name).value = value;
  const status = document.querySelector("[data-reorder-status]");
  if (status) {
    status.textContent = status.dataset.moved.replace("{name}", item.dataset.name ?? "").replace("{place}", String(to + 1));
  }
  form.requestSubmit();
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("[data-handle]");
  const item = handle?.closest("[data-item]");
  const from = item?.closest("[data-reorder]");
  if (!from || event.button !== 0) return;
  event.preventDefault();
  end();
  drag = { item, from, kind: from.dataset.reorder, at: items(from).indexOf(item), pointer: event.pointerId };
});

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  event.preventDefault();
  if (!drag.line) {
    drag.line = marker();
    drag.item.classList.add("dragged");
  }
  const edge = 60;
  if (event.clientY < edge) scrollBy(0, -12);
  else if (event.clientY > innerHeight - edge) scrollBy(0, 12);
  aim(event.clientY);
});

document.addEventListener("pointerup", (event) => {
  if (drag?.pointer === event.pointerId) drag.line ? drop() : end();
});
document.addEventListener("pointercancel", end);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") end();
});
