// Puts a new drawing of the page in place, and makes ready what stands in it: modals, focus, scrolling.

import { changeInto } from "./morph.js";

let serial = 0;

export function redraw(html, newer) {
  if (newer <= serial) return;  // an older drawing that arrived late
  serial = newer;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const page = document.getElementById("page");
  const had = document.activeElement, near = had?.closest(".message, .modal, .composer")?.id;
  changeInto(page, fresh.getElementById("page"));
  document.title = fresh.title;
  settle();
  if (had !== document.body && document.activeElement === document.body) refocus(near);
}

function refocus(near) {
  const place = document.getElementById(near);
  if (place?.matches(".modal")) return focusFirst(place);
  if (place?.matches(".message")) return place.focus({ preventScroll: true });
  (place || document).querySelector("[data-composer] textarea")?.focus({ preventScroll: true });
}

const FIRST = ["[aria-invalid]", "[data-focus]", ".inside .field, .inside select, .inside .picked, .inside input", ".inside"];
function focusFirst(modal) {
  FIRST.map((wanted) => modal.querySelector(wanted)).find(Boolean).focus();
}

const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 60;
export const toEnd = (box) => { if (box.querySelector(".messages")) box.scrollTop = box.scrollHeight; };

// A box that shows its end goes on showing it when it shrinks (a growing composer) or fills (an image).
// Only who scrolls up leaves the end: what was filled in since a scroll has not moved anybody away from it.
const away = new WeakSet(), tops = new WeakMap();
document.addEventListener("scroll", ({ target }) => {
  if (!target.matches?.(".scroll")) return;
  if (atEnd(target)) away.delete(target);
  else if (target.scrollTop < (tops.get(target) ?? 0)) away.add(target);
  tops.set(target, target.scrollTop);
}, true);
const following = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const box = target.closest(".scroll");
    if (box && !away.has(box)) toEnd(box);
  }
});

export function settle() {
  for (const modal of document.querySelectorAll("dialog.modal")) {
    if (modal.matches(":modal")) continue;
    modal.removeAttribute("open");
    modal.showModal();
    focusFirst(modal);
  }
  document.querySelectorAll("details.multi").forEach(showPicked);
  document.querySelectorAll(".scroll, .messages").forEach((box) => following.observe(box));
}

export function showPicked(box) {
  const words = [...box.querySelectorAll("input:checked")].map((one) => one.parentElement.textContent.trim());
  const shown = box.querySelector("[data-picked]");
  const text = words.join(", ") || shown.dataset.picked;
  if (shown.textContent !== text) shown.textContent = text;
  const most = Number(box.querySelector("[data-most]")?.dataset.most || 0);
  for (const one of box.querySelectorAll("input")) one.disabled = most > 0 && words.length >= most && !one.checked;
}
