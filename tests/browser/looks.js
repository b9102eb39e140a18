() => {
  // What a reader with a screen reader or weak eyes would stumble over, as sentences; empty when all is well.
  const found = [];
  const shown = (one) => one.checkVisibility({ opacityProperty: false, visibilityProperty: true });
  const tell = (what, one) => found.push(`${what}: ${one.outerHTML.slice(0, 160)}`);

  const byIds = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ");
  const nameOf = (one) =>
    (one.getAttribute("aria-labelledby") ? byIds(one.getAttribute("aria-labelledby")) : "")
    || one.getAttribute("aria-label")
    || [...(one.labels || [])].map((label) => label.textContent).join(" ")
    || (/^(A|BUTTON|SUMMARY)$/.test(one.nodeName) ? one.textContent : "")
    || one.title || "";
  const controls = "a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex='0']";
  for (const one of document.querySelectorAll(controls)) {
    if (shown(one) && !one.closest("[aria-hidden=true]") && !nameOf(one).trim()) tell("no name", one);
  }
  for (const image of document.images) if (!image.hasAttribute("alt")) tell("no words for an image", image);
  for (const part of document.querySelectorAll("dialog, nav, aside")) if (!nameOf(part).trim()) tell("no name", part);
  for (const one of document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls]")) {
    for (const relation of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
      for (const id of (one.getAttribute(relation) || "").split(/\s+/).filter(Boolean)) {
        if (!document.getElementById(id)) tell(`${relation} leads nowhere`, one);
      }
    }
  }
  if (document.querySelectorAll("main").length !== 1) found.push("not exactly one main part");
  if (document.querySelectorAll("h1").length !== 1) found.push("not exactly one heading of the page");

  // Colours as the browser computes them, flattened from the element outwards.
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (colour) => known.get(colour) || known.set(colour, measured(colour)).get(colour);
  const measured = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const paperOf = (one) => {
    const layers = [];
    for (let node = one; node; node = node.parentElement) layers.push(rgba(getComputedStyle(node).backgroundColor));
    return layers.reduceRight((paper, layer) => over(layer, paper), [255, 255, 255, 1]);
  };
  const light = (value) => ((value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const contrast = (ink, paper) => {
    const [less, more] = [luminance(ink), luminance(paper)].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (words.nextNode()) {
    const one = words.currentNode.parentElement;
    if (!words.currentNode.nodeValue.trim() || seen.has(one) || !shown(one)) continue;
    seen.add(one);
    if (one.closest(".visually-hidden, [aria-hidden=true], option, script, style, :disabled")) continue;
    const paper = paperOf(one), ink = over(rgba(getComputedStyle(one).color), paper);
    if (contrast(ink, paper) < 4.5) tell(`contrast ${contrast(ink, paper).toFixed(2)}`, one);
  }
  return found;
}
