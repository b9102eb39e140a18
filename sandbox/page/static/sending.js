// Sends what was done with a button, a menu or a field, after asking where the app wants to be sure.

import { send } from "./server.js";

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
  surely(element.dataset.confirm, () => send(form, { press: element.dataset.press }));
}

export function submit(form, button) {
  const extra = button?.name ? { [button.name]: button.value } : {};
  surely(button?.dataset.confirm, async () => {
    button?.closest("details")?.removeAttribute("open");
    button?.classList.add("busy");
    await send(form, extra);
    button?.classList.remove("busy");
    if (button?.value === "submit") form.querySelector("[aria-invalid]")?.focus();
  });
}
