// Write the limits into the schemas.
import { clone, everySchema, merged, ref, refName } from "./shapes.mjs";
import { ADDED, AT_LEAST_ONE, EVERYWHERE, EXACTLY_ONE, LIMITS, ONE_SHAPE, REQUIRED } from "./limits.mjs";

/** The schemas of Block Kit with every limit in them. */
export function limited(definitions) {
  const all = clone(definitions);
  for (const name of ONE_SHAPE) all[name] = merged(all[name].anyOf, all);
  for (const [name, fields] of Object.entries(ADDED)) Object.assign(all[name].properties, fields);
  for (const [name, fields] of Object.entries(REQUIRED)) all[name].required.push(...fields);
  choices(all);
  for (const [path, limit] of LIMITS) at(all, path, (schema) => apply(schema, limit, all));
  for (const [name, schema] of Object.entries(all)) all[name] = everywhere(schema, all);
  for (const [name, fields] of Object.entries(EXACTLY_ONE)) all[name].oneOf = fields.map((each) => ({ required: [each] }));
  for (const [name, fields] of Object.entries(AT_LEAST_ONE)) all[name].anyOf = fields.map((each) => ({ required: [each] }));
  return all;
}

function choices(all) {
  // A link belongs to overflow menus alone, formatting to checkboxes and radio buttons.
  all.OverflowOption = clone(all.PlainTextOption);
  all.OverflowOption.properties.url = { type: "string", minLength: 1, maxLength: 3000 };
  for (const name of ["OverflowOption", "PlainTextOption", "MrkdwnOption"])
    if (name !== "OverflowOption") delete all[name].properties.url;
  const words = { plain_text: ref("PlainTextElement"), mrkdwn: ref("MrkdwnElement") };
  all.Choice = clone(all.PlainTextOption);
  all.Choice.properties.text = { anyOf: Object.values(words) };
  all.Choice.properties.description = { anyOf: Object.values(words) };
  for (const name of ["Choice", "OverflowOption"]) {
    apply(all[name].properties.value, { length: [1, 150] });
    for (const field of ["text", "description"])
      Object.assign(all[name].properties, { [field]: texts(all[name].properties[field], 75, all) });
  }
  all.ContextElement = { anyOf: [ref("ImageElement"), ...Object.values(words)] };
  all.ContextElement = { anyOf: all.ContextElement.anyOf.map((each) => texts(each, 2000, all)) };
  for (const each of ["PlainTextElement", "MrkdwnElement"]) apply(all[each].properties.text, { length: [1, 3000] });
}

function at(all, path, change) {
  const steps = path.replaceAll("[]", ".[]").split(".");
  let holder = { schema: all, key: steps.shift() };
  for (const step of steps) {
    const schema = holder.schema[holder.key];
    holder = step === "[]" ? { schema, key: "items" } : { schema: schema?.properties ?? {}, key: step };
    if (!holder.schema[holder.key]) throw new Error(`there is no ${path}`);
  }
  holder.schema[holder.key] = change(holder.schema[holder.key]);
}

function apply(schema, limit, all) {
  if (limit.text) return texts(schema, limit.text, all);
  if (limit.definition) return ref(limit.definition);
  if (limit.length) return Object.assign(schema, bounds("Length", limit.length));
  if (limit.items) return Object.assign(schema, bounds("Items", limit.items));
  if (limit.pattern) return Object.assign(schema, { pattern: limit.pattern });
  if (limit.among) return Object.assign(schema, { enum: limit.among });
  const [minimum, maximum] = limit.whole;
  return Object.assign(schema, { type: "integer", minimum, maximum });
}

function bounds(what, [least, most]) {
  return { ...(least ? { [`min${what}`]: least } : {}), [`max${what}`]: most };
}

/** A text object of at most so many characters, as a definition of its own. */
function texts(schema, most, all) {
  if (schema.anyOf) return { anyOf: schema.anyOf.map((each) => texts(each, most, all)) };
  const name = refName(schema);
  if (name === "TextObject") return texts(all.TextObject, most, all);
  if (!["PlainTextElement", "MrkdwnElement"].includes(name)) return schema;
  const shorter = `${name}.${most}`;
  all[shorter] ??= clone(all[name]);
  Object.assign(all[shorter].properties.text, { minLength: 1, maxLength: most });
  return ref(shorter);
}

function everywhere(schema, all) {
  return everySchema(schema, (each) => {
    for (const [name, limit] of Object.entries(EVERYWHERE))
      if (each.properties?.[name] && each.properties[name].type !== "object")
        each.properties[name] = apply(each.properties[name], limit, all);
    return each;
  });
}
