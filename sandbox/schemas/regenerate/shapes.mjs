// Turn what the generator makes of a union into schemas whose errors say what is wrong.

const clone = (value) => structuredClone(value);
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const refName = (schema) => decodeURIComponent(schema.$ref.split("/").pop());

export const ref = (name) => ({ $ref: `#/definitions/${name}` });

/** Change every schema within a schema, the innermost first. */
export function everySchema(schema, change) {
  if (!isObject(schema)) return schema;
  const done = { ...schema };
  for (const key of ["properties", "definitions"])
    if (isObject(done[key]))
      done[key] = Object.fromEntries(Object.entries(done[key]).map(([name, each]) => [name, everySchema(each, change)]));
  for (const key of ["items", "additionalProperties", "not", "if", "then"])
    if (isObject(done[key])) done[key] = everySchema(done[key], change);
  for (const key of ["anyOf", "allOf", "oneOf"])
    if (Array.isArray(done[key])) done[key] = done[key].map((each) => everySchema(each, change));
  return change(done);
}

/** The members of a union, unions within it opened up. */
function members(schema, definitions) {
  return schema.anyOf.flatMap((each) => {
    const target = each.$ref ? definitions[refName(each)] : each;
    if (target?.anyOf && !target.properties && !tag(target, definitions)) return members(target, definitions);
    return [each];
  });
}

function resolved(schema, definitions) {
  return schema.$ref ? resolved(definitions[refName(schema)], definitions) : schema;
}

/** What tells one member of a union from another: its type, and its subtype where it has one. */
function tag(schema, definitions) {
  const target = resolved(schema, definitions);
  const all = target.anyOf && !target.properties ? target.anyOf.map((each) => tag(each, definitions)) : [];
  if (all.length) return all.every((each) => each && each === all[0]) ? all[0] : undefined;
  const { type, subtype } = target.properties ?? {};
  if (typeof type?.const !== "string") return undefined;
  return typeof subtype?.const === "string" ? `${type.const}:${subtype.const}` : type.const;
}

/** Several shapes of one object as one: all that is known, and required what each of them requires. */
export function merged(variants, definitions, { exclusive = true } = {}) {
  const shapes = variants.map((each) => resolved(each, definitions)).filter((each) => !each.not);
  const properties = {};
  for (const name of new Set(shapes.flatMap((each) => Object.keys(each.properties ?? {})))) {
    const held = shapes.map((each) => each.properties?.[name]).filter((each) => each && !each.not);
    const different = held.filter((each, place) => held.findIndex((other) => same(each, other)) === place);
    if (different.length) properties[name] = different.length === 1 ? different[0] : either(different, definitions);
  }
  const required = (shapes[0].required ?? []).filter((name) => shapes.every((each) => each.required?.includes(name)));
  const own = shapes.map((each) => (each.required ?? []).filter((name) => !required.includes(name)));
  const choice = exclusive && own.length > 1 && own.every((each) => each.length);
  const closed = shapes.every((each) => each.additionalProperties === false);
  return {
    type: "object",
    properties,
    required,
    ...(closed ? { additionalProperties: false } : {}),
    ...(choice ? { oneOf: own.map((names) => ({ required: names })) } : {}),
  };
}

function either(different, definitions) {
  const plain = different.every((each) => each.type === "boolean") ? { type: "boolean" } : undefined;
  return plain ?? choosing({ anyOf: different }, definitions);
}

/** A union as a choice by type, so that only the shape meant is held against a value. */
export function choosing(schema, definitions, { leaveOut = new Set(), open = false } = {}) {
  if (!schema.anyOf) return schema;
  const candidates = members(schema, definitions).filter((each) => !resolved(each, definitions).not);
  if (candidates.some((each) => resolved(each, definitions).type !== "object" && !resolved(each, definitions).anyOf))
    return { anyOf: candidates };
  const groups = grouped(candidates, (each) => tag(each, definitions));
  leaveOut.forEach((each) => groups.delete(each));
  const shapes = [...groups].map(([name, group]) => [name, one(group, definitions)]);
  if (shapes.length === 1) return shapes[0][1];
  if (shapes.some(([name]) => name === undefined)) return { anyOf: candidates };
  return chooser(shapes, open);
}

function grouped(values, key) {
  const groups = new Map();
  for (const each of values) groups.set(key(each), [...(groups.get(key(each)) ?? []), each]);
  return groups;
}

function one(group, definitions) {
  return group.length === 1 ? group[0] : merged(group, definitions);
}

function chooser(shapes, open) {
  const types = [...new Set(shapes.map(([name]) => name.split(":")[0]))];
  const subtypes = shapes.filter(([name]) => name.includes(":")).map(([name]) => name.split(":")[1]);
  return {
    type: "object",
    required: ["type"],
    properties: { type: open ? { type: "string" } : { enum: types } },
    allOf: shapes.map(([name, shape]) => ({ if: condition(name, subtypes), then: shape })),
  };
}

function condition(name, subtypes) {
  const [type, subtype] = name.split(":");
  if (subtype) return { properties: { type: { const: type }, subtype: { const: subtype } }, required: ["type", "subtype"] };
  const plain = { properties: { type: { const: type } }, required: ["type"] };
  return subtypes.length ? { ...plain, not: { required: ["subtype"] } } : plain;
}

/** Only the definitions that something leads to. */
export function needed(definitions, roots) {
  const found = {};
  const look = (name) => {
    if (name in found) return;
    found[name] = definitions[name];
    if (!found[name]) throw new Error(`no definition of ${name}`);
    everySchema(found[name], (each) => (each.$ref && look(refName(each)), each));
  };
  roots.forEach(look);
  return Object.fromEntries(Object.keys(found).sort().map((name) => [name, found[name]]));
}

export { clone, refName, resolved, same };
