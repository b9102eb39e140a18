// Makes the page live. Without it every form still posts and every link still leads somewhere:
// the server draws everything, this only fetches the drawing again and changes what differs.
"use strict";

const PAUSE = 30, PATIENCE = 1000;  // ms between two looks, and after the server was gone
let seen = "", serial = 0;

/* Redrawing: change the page into the new drawing, keeping focus, typed text and what is open. */

const KEPT = { DIALOG: ["open"], DETAILS: ["open"] };  // the reader opened these, not the server
const CHOSEN = ["selected", "checked"];
const MADE_HERE = ["aria-selected", "aria-expanded", "aria-activedescendant"];

function sameThing(old, fresh) {
  return old && old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && (old.id || "") === (fresh.id || "");
}

function changeInto(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  changeAttributes(old, fresh);
  if (old.nodeName !== "TEXTAREA") changeChildren(old, fresh);
}

function changeAttributes(old, fresh) {
  const kept = (name) => (KEPT[old.nodeName] || []).includes(name) || MADE_HERE.includes(name);
  for (const { name } of [...old.attributes]) {
    if (fresh.hasAttribute(name) || kept(name)) continue;
    old.removeAttribute(name);
    if (CHOSEN.includes(name)) old[name] = false;
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) === value || kept(name)) continue;
    old.setAttribute(name, value);
    if (CHOSEN.includes(name)) old[name] = true;  // the attribute alone does not move a choice that was touched
  }
}

function changeChildren(old, fresh) {
  let here = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const match = sameThing(here, wanted) ? here : laterWithId(here, wanted);
    if (match) {
      while (here !== match) here = dropAndNext(here);
      changeInto(match, wanted);
      here = match.nextSibling;
    } else {
      old.insertBefore(wanted, here);
    }
  }
  while (here) here = dropAndNext(here);
}

function laterWithId(here, wanted) {
  if (!wanted.id) return null;
  for (let node = here; node; node = node.nextSibling) if (sameThing(node, wanted)) return node;
  return null;
}

function dropAndNext(node) {
  const next = node.nextSibling;
  if (node.nodeName === "DIALOG" && node.open) node.close();  // gives the focus back
  node.remove();
  return next;
}

function redraw(html, newer) {
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
const toEnd = (box) => { if (box.querySelector(".messages")) box.scrollTop = box.scrollHeight; };

// A box that shows its end goes on showing it when it shrinks (a growing composer) or fills (an image).
const away = new WeakSet();
document.addEventListener("scroll", ({ target }) => {
  if (target.matches?.(".scroll")) away[atEnd(target) ? "delete" : "add"](target);
}, true);
const following = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const box = target.closest(".scroll");
    if (box && !away.has(box)) toEnd(box);
  }
});

/* What a fresh drawing needs before it can be used. */

function settle() {
  for (const modal of document.querySelectorAll("dialog.modal")) {
    if (modal.matches(":modal")) continue;
    modal.removeAttribute("open");
    modal.showModal();
    focusFirst(modal);
  }
  document.querySelectorAll("details.multi").forEach(showPicked);
  document.querySelectorAll(".scroll, .messages").forEach((box) => following.observe(box));
}

function showPicked(box) {
  const words = [...box.querySelectorAll("input:checked")].map((one) => one.parentElement.textContent.trim());
  const shown = box.querySelector("[data-picked]");
  const text = words.join(", ") || shown.dataset.picked;
  if (shown.textContent !== text) shown.textContent = text;
  const most = Number(box.querySelector("[data-most]")?.dataset.most || 0);
  for (const one of box.querySelectorAll("input")) one.disabled = most > 0 && words.length >= most && !one.checked;
}

/* Talking with the server. */

async function receive(answer) {
  document.getElementById("offline").hidden = true;
  if (answer.status === 204) return;
  if (!answer.ok) return say(await answer.text());
  const html = await answer.text();
  const there = new URL(answer.url);
  if (there.href !== location.href) history.replaceState(null, "", there);
  seen = answer.headers.get("X-Drawing") || "";
  redraw(html, Number(answer.headers.get("X-Serial")));
}

function say(words) {
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = words;
  document.querySelector(".notes").replaceChildren(note);
}

// The server holds this request until something changes, for a second or two at most.
async function look() {
  let pause = PAUSE;
  try {
    const headers = { "X-Page": "live", "X-Seen": seen };
    await receive(await fetch(location.href, { headers, cache: "no-store" }));
  } catch {
    document.getElementById("offline").hidden = false;
    pause = PATIENCE;
  }
  if (document.hidden) await new Promise((seen) => document.addEventListener("visibilitychange", seen, { once: true }));
  setTimeout(look, pause);
}

async function send(form, extra) {
  const data = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  try {
    await receive(await fetch(form.action, { method: "POST", body: data, headers: { "X-Page": "act" } }));
    return true;
  } catch {
    document.getElementById("offline").hidden = false;
    return false;
  }
}

/* Presses, forms, fields. */

function surely(asker, act) {
  const dialog = asker && document.getElementById(asker);
  if (!dialog) return act();
  dialog.onclick = (event) => {
    const answer = event.target.closest("button")?.value;
    if (answer) dialog.close(answer);
  };
  dialog.returnValue = "";
  dialog.onclose = () => { if (dialog.returnValue === "yes") act(); };
  dialog.showModal();
}

async function during(element, work) {
  element?.classList.add("busy");
  await work;
  element?.classList.remove("busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  event.preventDefault();
  if (form.matches("[data-theme-form]")) return switchTheme(button);
  if (form.matches("[data-composer]") && !button?.name) return submitWords(form);
  const extra = button?.name ? { [button.name]: button.value } : {};
  surely(button?.dataset.confirm, () => {
    button?.closest("details")?.removeAttribute("open");
    during(button, send(form, extra));
  });
});

function press(element) {
  const form = element.form || element.closest("form");
  surely(element.dataset.confirm, () => send(form, { press: element.dataset.press }));
}

// Arrow keys change a closed select or a radio at every step: what was picked with the keyboard
// is sent on Enter, or when the field is left.
let byKey = null;
const picks = (element) => element.matches?.("select[data-press], input[data-press]:not([data-on])");

document.addEventListener("change", (event) => {
  const element = event.target;
  if (element.closest("details.multi")) return showPicked(element.closest("details.multi"));
  if (!picks(element)) return;
  if (byKey && element.type !== "checkbox") byKey = element;
  else press(element);
});
document.addEventListener("pointerdown", () => { byKey = null; });
document.addEventListener("focusout", (event) => {
  if (byKey === event.target) press(byKey);
  byKey = null;
});

const typingTimers = new WeakMap();
document.addEventListener("input", (event) => {
  const element = event.target;
  if (element.matches("[data-composer] textarea")) return typed(element);
  if (element.dataset?.suggest) return soon(element, () => suggest(element));
  if (element.dataset?.on?.includes("on_character_entered")) soon(element, () => press(element));
});

function soon(element, act) {
  clearTimeout(typingTimers.get(element));
  typingTimers.set(element, setTimeout(act, 350));
}

function suggest(search) {
  clearTimeout(typingTimers.get(search));
  if (search.value.trim().length >= Number(search.dataset.least)) send(search.form, { suggest: search.dataset.suggest });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-press]");
  if (link) press(link);
  for (const open of document.querySelectorAll("details.menu[open], .actions details.multi[open], .accessory details.multi[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});

// A menu opens upwards where there is no room below it.
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.("details.menu, details.multi") || !target.open) return;
  const list = target.querySelector(".options"), box = target.closest(".scroll, .inside") || document.documentElement;
  target.classList.remove("up");
  const room = box.getBoundingClientRect(), there = list.getBoundingClientRect();
  target.classList.toggle("up", there.bottom > room.bottom && there.top - there.height > room.top);
}, true);

document.addEventListener("keydown", (event) => {
  const element = event.target;
  if (element.matches?.("[data-composer] textarea")) return composerKey(event, element);
  if (element.matches?.("[data-editing]")) return editingKey(event, element);
  if (event.key === "Enter" && element.dataset?.suggest) {
    event.preventDefault();
    return suggest(element);
  }
  if (event.key === "Escape") return escape(event, element);
  if (picks(element) && element.type !== "checkbox") {
    if (event.key === "Enter" && byKey === element) { byKey = null; press(element); }
    else if (event.key.startsWith("Arrow") || event.key.length === 1) byKey = byKey || true;
  }
  if (event.key === "Enter" && element.nodeName === "INPUT" && element.dataset.on?.includes("on_enter_pressed")) {
    event.preventDefault();
    press(element);
  }
});

function escape(event, element) {
  const open = element.closest?.("details.menu[open], details.multi[open]");
  if (open) {
    event.preventDefault();
    open.open = false;
    open.querySelector("summary").focus();
  } else if (element.closest?.("#thread")) {
    document.getElementById("thread-close").click();
  }
}

document.addEventListener("cancel", (event) => {
  const modal = event.target;
  if (!modal.matches?.("dialog.modal")) return;
  event.preventDefault();
  if (!modal.querySelector("details[open]")) send(modal.querySelector("form"), { do: "close" });
}, true);

/* The composer. */

const draftOf = (box) => "draft:" + box.id;

async function submitWords(form) {
  const box = form.querySelector("textarea"), words = box.value;
  if (!words.trim()) return;
  const sending = send(form, {});
  box.value = "";
  typed(box);
  form.closest(".main, .thread").querySelectorAll(".scroll").forEach(toEnd);
  if (!(await sending)) { box.value = words; typed(box); }
}

function composerKey(event, box) {
  const list = box.form.querySelector(".hints:not([hidden])");
  if (list && hintKey(event, box, list)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    box.form.requestSubmit();
  } else if (event.key === "Escape" && box.closest("#thread")) {
    escape(event, box);
  } else if (event.key === "ArrowUp" && !box.value) {
    [...box.closest(".main, .thread").querySelectorAll("[data-edit]")].pop()?.click();
  }
}

function editingKey(event, box) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    box.form.requestSubmit();
  } else if (event.key === "Escape") {
    event.preventDefault();
    box.form.querySelector("[data-leave]").click();
  }
}

function typed(box) {
  sessionStorage.setItem(draftOf(box), box.value);
  const list = box.form.querySelector(".hints");
  if (!list) return;
  const wanted = box.value.startsWith("/") && !box.value.includes("\n") ? box.value.toLowerCase() : null;
  let any = false;
  for (const entry of list.children) {
    entry.hidden = wanted === null || !entry.dataset.command.toLowerCase().startsWith(wanted) || entry.dataset.command === box.value.trim();
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
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    choose(box, open, at < 0 && step < 0 ? open.length - 1 : (at + step + open.length) % open.length);
    return true;
  }
  if (event.key === "Escape") {
    event.preventDefault();
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    return true;
  }
  if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && at >= 0)) {
    event.preventDefault();
    take(box, open[Math.max(at, 0)]);
    return true;
  }
  return false;
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

/* Light and dark. */

function switchTheme(button) {
  const now = document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
  button.value = now;
}

/* Begin. */

for (const box of document.querySelectorAll("[data-composer] textarea")) {
  box.value = sessionStorage.getItem(draftOf(box)) || box.value;
  typed(box);
}
settle();
document.querySelectorAll(".scroll").forEach(toEnd);
const editing = document.querySelector("[data-editing]");
if (editing) {
  editing.focus();
  editing.setSelectionRange(editing.value.length, editing.value.length);
} else if (matchMedia("(hover: hover)").matches && !document.querySelector("dialog:modal")) {
  (document.querySelector("#thread textarea") || document.querySelector("[data-composer] textarea"))?.focus();
}
look();
