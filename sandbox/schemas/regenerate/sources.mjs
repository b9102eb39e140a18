// Which of Slack's published types become which schema.

export const BLOCK_KIT = { module: "@slack/types", types: ["KnownBlock", "ModalView", "HomeView"] };

// Slack publishes these as well. The sandbox draws and presses none of them, so it takes none of them.
export const NOT_MODELLED = new Set([
  "alert", "card", "carousel", "container", "data_table", "file", "plan", "task_card", "video",
  "file_input", "rich_text_input", "url", "workflow_button",
  "raw_number",
]);

// These stand in messages and nowhere else.
export const ONLY_IN_MESSAGES = ["context_actions", "markdown", "table"];

export const METHODS = {
  "api.test": "APITestArguments",
  "apps.connections.open": "AppsConnectionsOpenArguments",
  "auth.test": "AuthTestArguments",
  "blocks.validate": "BlocksValidateArguments",
  "bots.info": "BotsInfoArguments",
  "chat.delete": "ChatDeleteArguments",
  "chat.getPermalink": "ChatGetPermalinkArguments",
  "chat.postEphemeral": "ChatPostEphemeralArguments",
  "chat.postMessage": "ChatPostMessageArguments",
  "chat.update": "ChatUpdateArguments",
  "conversations.history": "ConversationsHistoryArguments",
  "conversations.info": "ConversationsInfoArguments",
  "conversations.members": "ConversationsMembersArguments",
  "conversations.open": "ConversationsOpenArguments",
  "conversations.replies": "ConversationsRepliesArguments",
  "dnd.info": "DndInfoArguments",
  "files.completeUploadExternal": "FilesCompleteUploadExternalArguments",
  "files.delete": "FilesDeleteArguments",
  "files.getUploadURLExternal": "FilesGetUploadURLExternalArguments",
  "files.info": "FilesInfoArguments",
  "reactions.add": "ReactionsAddArguments",
  "reactions.remove": "ReactionsRemoveArguments",
  "users.info": "UsersInfoArguments",
  "users.list": "UsersListArguments",
  "users.profile.get": "UsersProfileGetArguments",
  "views.open": "ViewsOpenArguments",
  "views.publish": "ViewsPublishArguments",
  "views.push": "ViewsPushArguments",
  "views.update": "ViewsUpdateArguments",
};

// What these hold is checked by rules of its own, with errors of its own.
export const CHECKED_ELSEWHERE = {
  attachments: { type: "array" },
  blocks: { type: "array" },
  message: { type: "object" },
  metadata: { type: "object" },
  view: { type: "object" },
};

// Slack's documentation and its Python SDK call it so, the types do not.
export const ALSO_TAKEN = { "files.getUploadURLExternal": { alt_txt: { type: "string" } } };

export const INTERACTIONS = {
  block_actions: "Pressed",
  block_suggestion: "BlockSuggestion",
  command: "SlashCommand",
  message_action: "MessageShortcut",
  shortcut: "GlobalShortcut",
  view_closed: "ViewClosedAction",
  view_submission: "ViewSubmitAction",
};

export const EVENTS = [
  "app_home_opened", "app_mention", "app_uninstalled", "file_deleted", "file_shared", "member_joined_channel",
  "member_left_channel", "message", "reaction_added", "reaction_removed", "team_join", "tokens_revoked",
  "user_change", "user_profile_changed",
];
