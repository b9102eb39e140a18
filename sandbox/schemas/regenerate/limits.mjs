// The limits that Slack's types state in prose only. A path that leads nowhere stops the generator:
// then the types have changed, and so may have the limit.

const text = (most) => ({ text: most });
const length = (most, least = 0) => ({ length: [least, most] });
const items = (most, least = 0) => ({ items: [least, most] });
const whole = (least, most) => ({ whole: [least, most] });
const like = (pattern) => ({ pattern });
const url = length(3000, 1);
const id = length(255, 1);

const placed = (limits) => (names) => names.flatMap((name) => limits.map(([path, limit]) => [`${name}.${path}`, limit]));
const chosen = placed([["options", items(10, 1)], ["options[]", { definition: "Choice" }]]);
const menu = placed([
  ["options", items(100, 1)],
  ["option_groups", items(100, 1)],
  ["option_groups[].label", text(75)],
  ["option_groups[].options", items(100, 1)],
]);
const dated = "^\\d{4}-\\d{2}-\\d{2}$";
const timed = "^([01]\\d|2[0-3]):[0-5]\\d$";
const number = "^-?\\d+(\\.\\d+)?$";
const several = [
  "MultiChannelsSelect", "MultiConversationsSelect", "MultiExternalSelect", "MultiStaticSelect", "MultiUsersSelect",
];

// Wherever a property of this name stands.
export const EVERYWHERE = {
  accessibility_label: length(75),
  action_id: id,
  alt_text: length(2000),
  block_id: id,
  callback_id: length(255),
  external_id: length(255),
  image_url: url,
  placeholder: text(150),
  private_metadata: length(3000),
  visible_to_user_ids: items(1000),
};

export const LIMITS = [
  ["ActionsBlock.elements", items(25, 1)],
  ["Button.text", text(75)],
  ["Button.url", url],
  ["Button.value", length(2000)],
  ["ConfirmationDialog.confirm", text(30)],
  ["ConfirmationDialog.deny", text(30)],
  ["ConfirmationDialog.text", text(300)],
  ["ConfirmationDialog.title", text(100)],
  ["ContextActionsBlock.elements", items(5, 1)],
  ["ContextBlock.elements", items(10, 1)],
  ["ContextBlock.elements[]", { definition: "ContextElement" }],
  ["Datepicker.initial_date", like(dated)],
  ["DateTimepicker.initial_date_time", whole(10 ** 9, 10 ** 10 - 1)],
  ["DispatchActionConfig.trigger_actions_on", items(2, 1)],
  ["FeedbackButtons.negative_button.text", text(75)],
  ["FeedbackButtons.negative_button.value", length(2000)],
  ["FeedbackButtons.positive_button.text", text(75)],
  ["FeedbackButtons.positive_button.value", length(2000)],
  ["HeaderBlock.text", text(150)],
  ["HomeView.blocks", items(100)],
  ["IconButton.icon", { among: ["trash"] }],
  ["ExternalSelect.min_query_length", whole(0, 255)],
  ["MultiExternalSelect.min_query_length", whole(0, 255)],
  ["IconButton.text", text(75)],
  ["IconButton.value", length(2000)],
  ["ImageBlock.title", text(2000)],
  ["InputBlock.hint", text(2000)],
  ["InputBlock.label", text(2000)],
  ["MarkdownBlock.text", length(12000, 1)],
  ["ModalView.blocks", items(100)],
  ["ModalView.close", text(24)],
  ["ModalView.submit", text(24)],
  ["ModalView.title", text(24)],
  ["NumberInput.initial_value", like(number)],
  ["NumberInput.max_value", like(number)],
  ["NumberInput.min_value", like(number)],
  ["Overflow.options", items(5, 1)],
  ["Overflow.options[]", { definition: "OverflowOption" }],
  ["PlainTextInput.initial_value", length(3000)],
  ["PlainTextInput.max_length", whole(1, 3000)],
  ["PlainTextInput.min_length", whole(0, 3000)],
  ["PlainTextOption.description", text(75)],
  ["PlainTextOption.text", text(75)],
  ["PlainTextOption.value", length(150, 1)],
  ["MrkdwnOption.description", text(75)],
  ["MrkdwnOption.text", text(75)],
  ["MrkdwnOption.value", length(150, 1)],
  ["RichTextBlock.elements", items(10000, 1)],
  ["RichTextColor.value", like("^#[0-9a-fA-F]{6}$")],
  ["RichTextDate.format", length(300, 1)],
  ["RichTextDate.timestamp", whole(0, 10 ** 10)],
  ["RichTextDate.url", url],
  ["RichTextEmoji.name", length(100, 1)],
  ["RichTextLink.url", url],
  ["RichTextList.indent", whole(0, 8)],
  ["RichTextText.text", length(40000, 1)],
  ["SlackFile.id", id],
  ["SlackFile.url", url],
  ["SectionBlock.fields", items(10, 1)],
  ["SectionBlock.fields[]", text(2000)],
  ["SectionBlock.text", text(3000)],
  ["TableBlock.column_settings", items(20)],
  ["TableBlock.rows", items(100, 1)],
  ["TableBlock.rows[]", items(20, 1)],
  ["RawTextElement.text", length(3000, 1)],
  ["Timepicker.initial_time", like(timed)],
  ["Timepicker.timezone", length(100)],
  ...chosen(["Checkboxes", "RadioButtons"]),
  ["Checkboxes.initial_options", items(10, 1)],
  ["Checkboxes.initial_options[]", { definition: "Choice" }],
  ["RadioButtons.initial_option", { definition: "Choice" }],
  ...menu(["StaticSelect", "MultiStaticSelect"]),
  ["MultiStaticSelect.initial_options", items(100, 1)],
  ...several.map((name) => [`${name}.max_selected_items`, whole(1, 1000)]),
  ...["ConversationsSelect", "MultiConversationsSelect"].map((name) => [`${name}.filter.include`, items(4, 1)]),
];

export const REQUIRED = { MrkdwnOption: ["value"], PlainTextOption: ["value"] };

// Of these fields one must be there, and of the first sort only one.
export const EXACTLY_ONE = {
  MultiStaticSelect: ["options", "option_groups"],
  StaticSelect: ["options", "option_groups"],
};
export const AT_LEAST_ONE = { SectionBlock: ["text", "fields"] };

// Documented, and known to Slack's own Python SDK, but missing from the types.
export const ADDED = {
  RichTextEmoji: { skin_tone: { type: "integer", minimum: 1, maximum: 6 } },
  RichTextList: { offset: { type: "integer", minimum: 0 } },
};

// Unions of two ways to say the same: one shape with a choice of fields.
export const ONE_SHAPE = ["ImageBlock", "ImageElement", "SlackFile"];
