package botapi

import (
	"context"
	"slices"
	"strings"
)

// method is one entry of the API. Exactly one of run (under the lock) and
// waits (without it) is set.
type method struct {
	params []string
	run    func(*Server, params) (any, error)
	waits  func(*Server, context.Context, params) (any, error)
}

var (
	toChat = []string{"business_connection_id", "chat_id", "message_thread_id", "direct_messages_topic_id"}
	sends  = slices.Concat(toChat, []string{"disable_notification", "protect_content", "allow_paid_broadcast",
		"message_effect_id", "suggested_post_parameters", "reply_parameters", "reply_markup"})
	captions = []string{"caption", "parse_mode", "caption_entities"}
	above    = []string{"show_caption_above_media"}
	edits    = []string{"business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup"}
	scoped   = []string{"scope", "language_code"}
)

func with(lists ...[]string) []string { return slices.Concat(lists...) }

// methods is keyed by the name in lower case: the real server does not mind case.
var methods map[string]method

func init() {
	methods = map[string]method{
		"getme":      {run: (*Server).getMe},
		"getupdates": {params: []string{"offset", "limit", "timeout", "allowed_updates"}, waits: (*Server).getUpdates},
		"setwebhook": {run: (*Server).setWebhook, params: []string{"url", "certificate", "ip_address", "max_connections",
			"allowed_updates", "drop_pending_updates", "secret_token"}},
		"deletewebhook":  {run: (*Server).deleteWebhook, params: []string{"drop_pending_updates"}},
		"getwebhookinfo": {run: (*Server).getWebhookInfo},

		"sendmessage": {run: (*Server).sendMessage,
			params: with(sends, []string{"text", "parse_mode", "entities", "link_preview_options"})},
		"sendphoto":    {run: (*Server).sendPhoto, params: with(sends, captions, above, []string{"photo", "has_spoiler"})},
		"sendvoice":    {run: (*Server).sendVoice, params: with(sends, captions, []string{"voice", "duration"})},
		"senddocument": {run: (*Server).sendDocument, params: with(sends, captions, []string{"document", "thumbnail", "disable_content_type_detection"})},
		"sendmediagroup": {run: (*Server).sendMediaGroup, params: with(toChat, []string{"media", "disable_notification",
			"protect_content", "allow_paid_broadcast", "message_effect_id", "reply_parameters"})},
		"sendlocation": {run: (*Server).sendLocation, params: with(sends, []string{"latitude", "longitude", "horizontal_accuracy",
			"live_period", "heading", "proximity_alert_radius"})},
		"sendchataction": {run: (*Server).sendChatAction, params: []string{"business_connection_id", "chat_id", "message_thread_id", "action"}},
		"copymessage": {run: (*Server).copyMessage, params: with(sends, captions, above,
			[]string{"from_chat_id", "message_id", "video_start_timestamp"})},

		"editmessagetext": {run: (*Server).editMessageText,
			params: with(edits, []string{"text", "parse_mode", "entities", "link_preview_options"})},
		"editmessagecaption":     {run: (*Server).editMessageCaption, params: with(edits, captions, above)},
		"editmessagereplymarkup": {run: (*Server).editMessageReplyMarkup, params: edits},
		"deletemessage":          {run: (*Server).deleteMessage, params: []string{"chat_id", "message_id"}},
		"answercallbackquery": {run: (*Server).answerCallbackQuery,
			params: []string{"callback_query_id", "text", "show_alert", "url", "cache_time"}},

		"getfile":               {run: (*Server).getFile, params: []string{"file_id"}},
		"getchat":               {run: (*Server).getChat, params: []string{"chat_id"}},
		"setmycommands":         {run: (*Server).setMyCommands, params: with(scoped, []string{"commands"})},
		"getmycommands":         {run: (*Server).getMyCommands, params: scoped},
		"deletemycommands":      {run: (*Server).deleteMyCommands, params: scoped},
		"setmydescription":      {run: (*Server).setMyDescription, params: []string{"description", "language_code"}},
		"setmyshortdescription": {run: (*Server).setMyShortDescription, params: []string{"short_description", "language_code"}},
		"setchatmenubutton":     {run: (*Server).setChatMenuButton, params: []string{"chat_id", "menu_button"}},
	}
}

func knownMethod(name string) bool {
	_, ok := methods[strings.ToLower(name)]
	return ok
}

func (s *Server) getMe(params) (any, error) {
	return map[string]any{
		"id": s.bot.ID, "is_bot": true, "first_name": s.bot.FirstName, "username": s.bot.Username,
		"can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": false,
	}, nil
}
