// Where Slack sends something else than its types say. Each line has its reason.

export const REPLACED = {
  // Blocks and views were checked on their way in; here only their outline is.
  AnyBlock: { type: "object", properties: { type: { type: "string" } }, required: ["type"] },
  KnownBlock: { type: "object", properties: { type: { type: "string" } }, required: ["type"] },
  View: { type: "object", properties: { type: { type: "string" } }, required: ["type"] },
  // The type names the browser's File by mistake.
  File: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
};

// Slack writes null where nothing is; the types leave the key out.
export const NULLABLE = ["enterprise", "context_enterprise_id"];

export const OPTIONAL = {
  // Sent for messages only: a view has no place to answer to.
  BlockAction: ["response_url"],
};
