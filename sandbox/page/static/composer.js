// The box to type in: drafts, Enter to send, what is offered after a slash, and one's own messages again.

import { toEnd } from "./drawing.js";
import { send } from "./server.js";

const BOX = "[data-composer] textarea";
const draftOf = (box) => "draft:" + box.id;

export async function submitWords(form) {
  const box = form.querySelector("textarea"), words = box.value;
  if (!words.trim()) return;
  const sending = send(form, {});
  box.value = "";
  typed(box);
  form.closest(".main, .thread").querySelectorAll(".scroll").forEach(toEnd);
  if (!(await sending)) { box.value = words; typed(box); }
}

export function restoreDrafts() {
  for (const box of document.querySelectorAll(BOX)) {
    box.value = sessionStorage.getItem(draftOf(box)) || box.value;
    typed(box);
  }
}

export function focusWriting() {
  const editing = document.querySelector("[data-editing]");
  if (editing) {
    editing.focus();
    editing.setSelectionRange(editing.value.length, editing.value.length);
  } else if (matchMedia("(hover: hover)").matches && !document.querySelector("dialog:modal")) {
    (document.querySelector("#thread textarea") || document.querySelector(BOX))?.focus();
  }
}

document.addEventListener("input", ({ target }) => { if (target.matches(BOX)) typed(target); });

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (box.matches?.("[data-editing]")) return editingKey(event, box);
  if (!box.matches?.(BOX)) return;
  const list = box.form.querySelector(".hints:not([hidden])");
  if (list && hintKey(event, box, list)) return;
  if (sends(event)) submitNow(event, box);
  else if (event.key === "ArrowUp" && !box.value) editLast(box);
});

const sends = (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing;

function submitNow(event, box) {
  event.preventDefault();
  box.form.requestSubmit();
}

function editLast(box) {
  [...box.closest(".main, .thread").querySelectorAll("[data-edit]")].pop()?.click();
}

function editingKey(event, box) {
  if (sends(event)) return submitNow(event, box);
  if (event.key !== "Escape") return;
  event.preventDefault();
  box.form.querySelector("[data-leave]").click();
}

function typed(box) {
  sessionStorage.setItem(draftOf(box), box.value);
  const list = box.form.querySelector(".hints");
  if (!list) return;
  const wanted = box.value.startsWith("/") && !box.value.includes("\n") ? box.value.toLowerCase() : null;
  let any = false;
  for (const entry of list.children) {
    const command = entry.dataset.command;
    entry.hidden = wanted === null || !command.toLowerCase().startsWith(wanted) || command === box.value.trim();
    entry.setAttribute("aria-selected", "false");
    any = any || !entry.hidden;
  }
  list.hidden = !any;
  box.setAttribute("aria-expanded", String(any));
  box.removeAttribute("aria-activedescendant");
}

function hintKey(event, box, list) {
  const open = [...list.children].filter((entry) => !entry.hidden);
  const at = open.findIndex((entry) => entry.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(box, open, at < 0 && step < 0 ? open.length - 1 : (at + step + open.length) % open.length);
  } else if (event.key === "Escape") {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  } else if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && at >= 0)) {
    take(box, open[Math.max(at, 0)]);
  } else {
    return false;
  }
  event.preventDefault();
  return true;
}

function choose(box, open, at) {
  open.forEach((entry, number) => entry.setAttribute("aria-selected", String(number === at)));
  open[at].scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", open[at].id);
}

function take(box, entry) {
  box.value = entry.dataset.command;
  typed(box);
  box.focus();
}

document.addEventListener("mousedown", (event) => {
  const entry = event.target.closest(".hints li");
  if (!entry) return;
  event.preventDefault();
  take(entry.closest("form").querySelector("textarea"), entry);
});
