// JSON that is compact and still reads well in a diff: what fits on a line stands on one.
const WIDTH = 118;

export function written(value, indent = 0, before = 0) {
  const flat = JSON.stringify(value);
  if (flat.length + indent + before <= WIDTH || value === null || typeof value !== "object") return flat;
  const inner = " ".repeat(indent + 1);
  const parts = Array.isArray(value)
    ? value.map((each) => written(each, indent + 1))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${written(each, indent + 1, key.length + 3)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.map((each) => inner + each).join(",\n")}\n${" ".repeat(indent)}${close}`;
}
