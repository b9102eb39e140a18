// Changes one piece of the page into a newer drawing of it, keeping focus, typed text and what is open.

const KEPT = { DIALOG: ["open"], DETAILS: ["open"] };  // the reader opened these, not the server
const CHOSEN = ["selected", "checked"];
const MADE_HERE = ["aria-selected", "aria-expanded", "aria-activedescendant", "data-up"];

function sameThing(old, fresh) {
  return old && old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && (old.id || "") === (fresh.id || "");
}

export function changeInto(old, fresh) {
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
