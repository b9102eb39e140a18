// Make the JSON Schemas of the sandbox from the types that Slack publishes for TypeScript.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";
import { NULLABLE, OPTIONAL, REPLACED } from "./inbound.mjs";
import { limited } from "./limiting.mjs";
import { choosing, clone, everySchema, merged, needed, ref, refName, resolved } from "./shapes.mjs";
import { ALSO_TAKEN, BLOCK_KIT, CHECKED_ELSEWHERE, EVENTS, INTERACTIONS, METHODS, NOT_MODELLED, ONLY_IN_MESSAGES } from "./sources.mjs";
import { written } from "./writing.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = dirname(HERE);
const DIALECT = "http://json-schema.org/draft-07/schema#";
const MESSAGE_BLOCKS = 50;

/** A generator that knows these lines of TypeScript. */
function reading(folder, lines) {
  const path = join(folder, "entry.ts");
  const tsconfig = join(folder, "tsconfig.json");
  const compilerOptions = { target: "es2022", module: "nodenext", moduleResolution: "nodenext", strict: true, types: ["node"] };
  writeFileSync(path, lines.join("\n"));
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: true }, files: ["entry.ts"] }));
  // No prose: descriptions and examples stand in doc comments, which are left out.
  const plain = { expose: "all", topRef: true, jsDoc: "none", additionalProperties: false, skipTypeCheck: true };
  const generator = createGenerator({ path, tsconfig, ...plain });
  return (type) => generator.createSchema(type).definitions;
}

function save(name, schema) {
  writeFileSync(join(TARGET, name), `${written({ $schema: DIALECT, ...schema })}\n`);
}

function blockKit(folder) {
  const read = reading(folder, [`export type { ${BLOCK_KIT.types.join(", ")} } from "${BLOCK_KIT.module}";`]);
  const raw = Object.assign({}, ...BLOCK_KIT.types.map(read));
  const all = limited(raw);
  const messageBlocks = { type: "array", items: ref("KnownBlock"), maxItems: MESSAGE_BLOCKS };
  const inViews = clone(all.KnownBlock);
  for (const view of ["ModalView", "HomeView"]) all[view].properties.blocks.items = ref("ViewBlock");
  const chosen = (schema, also) => choosing(schema, all, { leaveOut: new Set([...NOT_MODELLED, ...also]) });
  const shaped = Object.fromEntries(
    Object.entries(all).map(([name, each]) => [name, everySchema(each, (inner) => unlessFields(inner, chosen))]),
  );
  Object.assign(shaped, { MessageBlocks: messageBlocks, ViewBlock: chosen(inViews, ONLY_IN_MESSAGES) });
  save("block_kit.json", { definitions: needed(shaped, ["MessageBlocks", "ModalView", "HomeView"]) });
}

// "One of these fields must be there" is written with anyOf as well, and stays as it is.
const unlessFields = (schema, chosen) => (schema.properties ? schema : chosen(schema, []));

function webApi(folder) {
  const read = reading(folder, [`export type { ${Object.values(METHODS).join(", ")} } from "@slack/web-api";`]);
  mkdirSync(join(TARGET, "web_api"), { recursive: true });
  for (const [method, type] of Object.entries(METHODS)) save(join("web_api", `${method}.json`), callArguments(read(type), type, ALSO_TAKEN[method]));
}

function callArguments(definitions, type, more = {}) {
  const root = resolved(definitions[type], definitions);
  const { token, ...properties } = merged(root.anyOf ?? [root], definitions, { exclusive: false }).properties;
  const required = merged(root.anyOf ?? [root], definitions, { exclusive: false }).required;
  for (const [name, schema] of Object.entries(CHECKED_ELSEWHERE)) if (properties[name]) properties[name] = schema;
  const flat = everySchema({ type: "object", properties: { ...properties, ...more }, required, additionalProperties: false }, whole);
  if (JSON.stringify(flat).includes("$ref")) flat.definitions = needed(definitions, referred(flat));
  return flat;
}

// TypeScript has one kind of number; no argument takes a fraction.
const whole = (schema) => (schema.type === "number" ? { ...schema, type: "integer" } : schema);

function referred(schema) {
  const names = [];
  everySchema(schema, (each) => (each.$ref && names.push(refName(each)), each));
  return names;
}

function inbound(folder) {
  const heard = EVENTS.map((name) => JSON.stringify(name)).join(" | ");
  const types = Object.values(INTERACTIONS);
  const bare = types.filter((name) => name !== "Pressed");
  const read = reading(folder, [
    'import type { BlockAction, EnvelopedEvent } from "@slack/bolt";',
    'import type { SlackEvent } from "@slack/types";',
    "type Marked = { type: string; [key: string]: unknown };",
    `export type Event = Extract<SlackEvent, { type: ${heard} }>;`,
    "export type Envelope = EnvelopedEvent<Marked>;",
    // The default of its type parameter must be filled in by name, or the generator finds no such type.
    "export type Pressed = BlockAction;",
    `export type { ${bare.join(", ")} } from "@slack/bolt";`,
  ]);
  const raw = Object.assign({}, ...["Event", "Envelope", ...types].map(read));
  const all = { ...raw, ...REPLACED };
  const shaped = Object.fromEntries(Object.entries(all).map(([name, each]) => [name, everySchema(each, (inner) => loosened(inner, all))]));
  for (const [name, fields] of Object.entries(OPTIONAL)) forgive(shaped, name, fields);
  const roots = { event: "Envelope", ...INTERACTIONS };
  save("inbound.json", { roots, definitions: needed(renamed(shaped), ["Event", ...Object.values(roots)].map(short)) });
}

function loosened(schema, all) {
  const drawn = schema.properties ? schema : orNothing(schema) ?? choosing(schema, all, { open: true });
  for (const name of NULLABLE)
    if (drawn.properties?.[name]) drawn.properties[name] = { anyOf: [drawn.properties[name], { type: "null" }] };
  for (const [name, each] of Object.entries(drawn.properties ?? {})) if (each.not) delete drawn.properties[name];
  return drawn;
}

/** Something or null, so that what is wrong with the something can be said. */
function orNothing({ anyOf = [] }) {
  const something = anyOf.filter((each) => each.type !== "null");
  if (something.length !== 1 || something.length === anyOf.length) return undefined;
  return { if: { not: { type: "null" } }, then: something[0] };
}

function forgive(shaped, name, fields) {
  const target = resolved(shaped[name], shaped);
  target.required = target.required.filter((each) => !fields.includes(each));
}

// The generator names a type that has no name by where it stands in a file, which says nothing.
const short = (name) => (/^[\w.]+$/.test(name) ? name : name.replace(/[^\w]+/g, "_").replace(/_structure.*$/, ""));

function renamed(definitions) {
  const link = (each) => (each.$ref ? ref(short(refName(each))) : each);
  return Object.fromEntries(Object.entries(definitions).map(([name, each]) => [short(name), everySchema(each, link)]));
}

function versions() {
  const { dependencies } = JSON.parse(readFileSync(join(HERE, "package.json"), "utf8"));
  const used = Object.entries(dependencies).filter(([name]) => name.startsWith("@slack/"));
  writeFileSync(join(TARGET, "versions.json"), `${written(Object.fromEntries(used))}\n`);
}

const folder = mkdtempSync(join(HERE, "entry-"));
try {
  blockKit(folder);
  webApi(folder);
  inbound(folder);
  versions();
} finally {
  rmSync(folder, { recursive: true });
}
