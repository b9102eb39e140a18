// Where Slack sends something else than its types say. Each line has its reason.

const object = (properties, required) => ({ type: "object", properties, required });
const string = { type: "string" };
const text = object({ type: { enum: ["plain_text", "mrkdwn"] }, text: string }, ["type", "text"]);
const option = object({ text, value: string, description: text, url: string }, ["text", "value"]);

export const REPLACED = {
  // Blocks and views were checked on their way in; here only their outline is.
  AnyBlock: object({ type: string }, ["type"]),
  KnownBlock: object({ type: string }, ["type"]),
  View: object({ type: string }, ["type"]),
  // Within an edit or a deletion a message comes without what the event around it says already.
  MessageEvent: object({ type: { const: "message" }, ts: string, user: string, text: string }, ["type", "ts"]),
  // Options of radio buttons and checkboxes come back formatted as they were sent, description and all.
  Option: option,
  ViewStateSelectedOption: option,
  // The type names the browser's File by mistake.
  File: object({ id: string }, ["id"]),
};

// Slack writes null where nothing is; the types leave the key out.
export const NULLABLE = ["enterprise", "context_enterprise_id"];

export const OPTIONAL = {
  // Sent for messages only: a view has no place to answer to.
  BlockAction: ["response_url"],
};
