// Menus, modals and the thread: how they open, and how Escape and a press beside them close them.

import { press } from "./sending.js";
import { send } from "./server.js";

const MENUS = "details.menu[open], .actions details.multi[open], .accessory details.multi[open]";

document.addEventListener("click", ({ target }) => {
  const link = target.closest("a[data-press]");
  if (link) press(link);
  for (const open of document.querySelectorAll(MENUS)) if (!open.contains(target)) open.open = false;
});

// A menu opens upwards where there is no room below it.
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.("details.menu, details.multi") || !target.open) return;
  target.removeAttribute("data-up");
  const box = target.closest(".scroll, .inside") || document.documentElement;
  const room = box.getBoundingClientRect(), list = target.querySelector(".options").getBoundingClientRect();
  target.toggleAttribute("data-up", list.bottom > room.bottom && list.top - list.height > room.top);
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const open = event.target.closest?.("details.menu[open], details.multi[open]");
  if (open) {
    event.preventDefault();
    open.open = false;
    open.querySelector("summary").focus();
  } else {
    closeBeside(event.target);
  }
});

function closeBeside(element) {
  if (element.closest?.("#thread")) document.getElementById("thread-close").click();
  else if (element.closest?.(".panel")) document.getElementById("panel-close").click();
}

document.addEventListener("cancel", (event) => {
  const modal = event.target;
  if (!modal.matches?.("dialog.modal")) return;
  event.preventDefault();
  if (!modal.querySelector("details[open]")) send(modal.querySelector("form"), { do: "close" });
}, true);
