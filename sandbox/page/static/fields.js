// Fields that tell the app as soon as something is chosen or typed in them.

import { showPicked } from "./drawing.js";
import { notSoon, press, soon } from "./sending.js";
import { send } from "./server.js";

// Arrow keys change a closed select or a radio at every step: what was picked with the keyboard
// is sent on Enter, or when the field is left.
let byKey = null;
const picks = (element) => element.matches?.("select[data-press], input[data-press]:not([data-on])");

document.addEventListener("change", ({ target }) => {
  if (target.closest("details.multi")) return showPicked(target.closest("details.multi"));
  if (!picks(target)) return;
  if (byKey && target.type !== "checkbox") byKey = target;
  else press(target);
});

document.addEventListener("pointerdown", () => { byKey = null; });

document.addEventListener("focusout", ({ target }) => {
  if (byKey === target) press(byKey);
  byKey = null;
});

document.addEventListener("input", ({ target }) => {
  if (target.dataset.suggest) soon(target, () => suggest(target));
  else if (target.dataset.on?.includes("on_character_entered")) soon(target, () => press(target));
});

function suggest(search) {
  notSoon(search);
  if (search.value.trim().length >= Number(search.dataset.least)) return send(search.form, { suggest: search.dataset.suggest });
}

document.addEventListener("keydown", (event) => {
  const element = event.target, enter = event.key === "Enter";
  if (picks(element) && element.type !== "checkbox") pickedByKey(event, element);
  const asks = enter && element.dataset?.suggest;
  const tells = enter && element.nodeName === "INPUT" && element.dataset.on?.includes("on_enter_pressed");
  if (asks || tells) event.preventDefault();
  if (asks) suggest(element);
  if (tells) press(element);
});

function pickedByKey(event, element) {
  if (event.key === "Enter" && byKey === element) {
    byKey = null;
    press(element);
  } else if (event.key.startsWith("Arrow") || event.key.length === 1) {
    byKey = byKey || true;
  }
}
