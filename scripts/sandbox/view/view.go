// Package view holds what a person sees in the sandbox: the JSON that the page
// and the typed client read.
package view

import "secondbrother/scripts/sandbox/telegram"

// Person is somebody with an account in the sandbox.
type Person struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username,omitempty"`
	Language string `json:"language,omitempty"`
	Started  bool   `json:"started"` // has pressed start in the bot's chat
	Blocked  bool   `json:"blocked"` // has blocked the bot
	Chats    []Chat `json:"chats"`   // the bot's chat first, then groups
}

// Chat is one line of a person's list of chats.
type Chat struct {
	ID         int64  `json:"id"`
	Title      string `json:"title"`
	Type       string `json:"type"`
	Version    int64  `json:"version"` // grows with every change of the chat
	Last       string `json:"last,omitempty"`
	Date       int64  `json:"date,omitempty"`
	FromOthers int    `json:"from_others"` // messages from others so far, for unread badges
}

// State is a chat as one person sees it.
type State struct {
	Person        Person                  `json:"person"`
	Chat          Chat                    `json:"chat"`
	Version       int64                   `json:"version"`
	Messages      []Message               `json:"messages"`
	Toasts        []Toast                 `json:"toasts,omitempty"`
	ReplyKeyboard *telegram.ReplyKeyboard `json:"reply_keyboard,omitempty"`
	ForceReply    bool                    `json:"force_reply,omitempty"`
	Placeholder   string                  `json:"placeholder,omitempty"`
	Commands      []telegram.Command      `json:"commands,omitempty"`
	Action        string                  `json:"action,omitempty"`  // typing, upload_document, …
	Pending       []int                   `json:"pending,omitempty"` // messages with a press that waits for its answer
}

// Message is one bubble. Text is the caption when there is a picture or file.
type Message struct {
	ID        int                       `json:"id"`
	Mine      bool                      `json:"mine"`
	FromBot   bool                      `json:"from_bot"`
	From      string                    `json:"from"`
	Date      int64                     `json:"date"`
	Changed   int64                     `json:"changed"` // version of the chat at the last change
	Text      string                    `json:"text,omitempty"`
	Entities  []telegram.Entity         `json:"entities,omitempty"`
	Keyboard  [][]telegram.InlineButton `json:"keyboard,omitempty"`
	Photo     *File                     `json:"photo,omitempty"`
	Document  *File                     `json:"document,omitempty"`
	Voice     *File                     `json:"voice,omitempty"`
	Sticker   string                    `json:"sticker,omitempty"`
	Location  *telegram.Location        `json:"location,omitempty"`
	Contact   *telegram.Contact         `json:"contact,omitempty"`
	Album     string                    `json:"album,omitempty"`
	ReplyTo   int                       `json:"reply_to,omitempty"`
	Forwarded string                    `json:"forwarded,omitempty"`
	Edited    bool                      `json:"edited,omitempty"`
	Protected bool                      `json:"protected,omitempty"`
	Silent    bool                      `json:"silent,omitempty"`
	Service   string                    `json:"service,omitempty"` // group_created, migrated, …
}

// File is a picture, document or voice note; fetch URL from the sandbox.
type File struct {
	URL      string `json:"url"`
	Name     string `json:"name,omitempty"`
	Mime     string `json:"mime,omitempty"`
	Size     int64  `json:"size"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Duration int    `json:"duration,omitempty"` // seconds
}

// Toast is the answer to a press; Alert ones need to be closed by hand.
type Toast struct {
	ID        int    `json:"id"`
	Version   int64  `json:"version"`
	MessageID int    `json:"message_id"`
	Text      string `json:"text,omitempty"`
	Alert     bool   `json:"alert,omitempty"`
	URL       string `json:"url,omitempty"`
}

// Change is what the event stream carries: this person's chat is now at
// Version. Removed persons do not occur.
type Change struct {
	Person  int64 `json:"person"`
	Chat    int64 `json:"chat"`
	Version int64 `json:"version"`
}
