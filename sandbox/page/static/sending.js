// Sends what was done with a button, a menu or a field, after asking where the app wants to be sure.

import { send } from "./server.js";

const PAUSE = 350;  // ms without a letter after which the typing counts
const waiting = new Map();  // fields that were just typed in: what follows from it, and the timer that does it

export function surely(asker, act) {
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

export function press(element) {
  const form = element.form || element.closest("form");
  return surely(element.dataset.confirm, () => send(form, { press: element.dataset.press }));
}

export function soon(element, act) {
  clearTimeout(waiting.get(element)?.timer);
  const now = () => { waiting.delete(element); return act(); };
  waiting.set(element, { now, timer: setTimeout(now, PAUSE) });
}

export function notSoon(element) {
  clearTimeout(waiting.get(element)?.timer);
  waiting.delete(element);
}

// The app hears of the typing before the form is sent off or closed: after that there is nowhere it was typed in.
async function typingFirst(form) {
  for (const [element, { now, timer }] of waiting) {
    if (element.form !== form) continue;
    clearTimeout(timer);
    await now();
  }
}

export function submit(form, button) {
  const extra = button?.name ? { [button.name]: button.value } : {};
  surely(button?.dataset.confirm, async () => {
    button?.closest("details")?.removeAttribute("open");
    button?.classList.add("busy");
    await typingFirst(form);
    await send(form, extra);
    button?.classList.remove("busy");
    if (button?.value === "submit") form.querySelector("[aria-invalid]")?.focus();
  });
}
