// Talks with the sandbox: sends what was done, and asks again and again for what is new.

import { redraw } from "./drawing.js";

const PAUSE = 30, PATIENCE = 1000;  // ms between two looks, and after the server was gone
let seen = "";

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
export async function look() {
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

export async function send(form, extra) {
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
