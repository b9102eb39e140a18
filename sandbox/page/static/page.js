// Makes the page live. Without it every form still posts and every link still leads somewhere:
// the server draws everything, this only fetches the drawing again and changes what differs.

import { focusWriting, restoreDrafts, submitWords } from "./composer.js";
import { settle, toEnd } from "./drawing.js";
import "./fields.js";
import "./menus.js";
import { submit } from "./sending.js";
import { look } from "./server.js";

document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  event.preventDefault();
  if (form.matches("[data-theme-form]")) switchTheme(button);
  else if (form.matches("[data-composer]") && !button?.name) submitWords(form);
  else submit(form, button);
});

function switchTheme(button) {
  const machine = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const now = document.documentElement.dataset.theme || machine;
  const next = now === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax`;
  button.value = now;
}

restoreDrafts();
settle();
document.querySelectorAll(".scroll").forEach(toEnd);
focusWriting();
look();
