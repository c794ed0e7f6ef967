package botapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"secondbrother/scripts/sandbox/telegram"
)

// snapshot is what a sandbox remembers across restarts. Presses under way,
// rate limits, faults and the webhook are not: a bot sets its webhook when it
// starts.
type snapshot struct {
	Format      int                           `json:"format"`
	NextUpdate  int                           `json:"next_update"`
	Albums      int                           `json:"albums"`
	FileCount   int                           `json:"file_count"`
	Version     int64                         `json:"version"`
	People      []int64                       `json:"people"`
	Chats       []*chat                       `json:"chats"`
	Files       []*file                       `json:"files"`
	Pending     []pendingUpdate               `json:"pending"`
	Allowed     []string                      `json:"allowed"`
	Commands    map[string][]telegram.Command `json:"commands"`
	Description map[string]string             `json:"description"`
}

type pendingUpdate struct {
	ID   int             `json:"id"`
	Chat int64           `json:"chat"`
	Body json.RawMessage `json:"body"`
}

const (
	format    = 1
	saveEvery = 400 * time.Millisecond
)

// Remember loads what was kept in a folder, if anything, and from then on keeps
// every change there within half a second, and at Close. The contents of files
// lie beside it, one file each. Call it once, before the sandbox is used.
func (s *Server) Remember(folder string) error {
	if err := os.MkdirAll(filepath.Join(folder, "files"), 0o700); err != nil {
		return fmt.Errorf("keep the sandbox in %s: %w", folder, err)
	}
	if err := s.load(folder); err != nil {
		return fmt.Errorf("load the sandbox from %s: %w (remove the folder to begin anew)", folder, err)
	}
	s.mu.Lock()
	loaded := s.edits
	s.mu.Unlock()
	stop, done := make(chan struct{}), make(chan struct{})
	s.stopSaving = func() { close(stop); <-done }
	go func() {
		defer close(done)
		s.keepSaving(folder, loaded, stop)
	}()
	return nil
}

func (s *Server) keepSaving(folder string, saved int64, stop <-chan struct{}) {
	for last := false; !last; {
		select {
		case <-stop:
			last = true
		case <-time.After(saveEvery):
		}
		now, err := s.save(folder, saved)
		if err != nil {
			s.log.Error("keep the sandbox", "error", err)
			continue
		}
		saved = now
	}
}

// save writes a snapshot unless nothing was edited since, and returns the count
// of edits it holds.
func (s *Server) save(folder string, since int64) (int64, error) {
	s.mu.Lock()
	edits := s.edits
	if edits == since {
		s.mu.Unlock()
		return since, nil
	}
	snap := snapshot{Format: format, NextUpdate: s.queue.nextID, Albums: s.albums, FileCount: s.fileCount, Version: s.version,
		People: s.people, Allowed: s.queue.allowed, Commands: s.profile.commands, Description: s.profile.description}
	for _, c := range s.chats {
		snap.Chats = append(snap.Chats, c)
	}
	for _, u := range s.queue.pending {
		snap.Pending = append(snap.Pending, pendingUpdate{ID: u.id, Chat: u.chat, Body: u.body})
	}
	var fresh []*file
	for _, f := range s.files {
		snap.Files = append(snap.Files, f)
		if f.Data != nil && !f.stored {
			fresh = append(fresh, f)
		}
	}
	data, err := json.Marshal(snap)
	s.mu.Unlock()
	if err != nil {
		return since, err
	}
	for _, f := range fresh { // contents never change
		if err := os.WriteFile(contentPath(folder, f), f.Data, 0o600); err != nil {
			return since, err
		}
		s.mu.Lock()
		f.stored = true
		s.mu.Unlock()
	}
	temporary := filepath.Join(folder, "state.json.new")
	if err := os.WriteFile(temporary, data, 0o600); err != nil {
		return since, err
	}
	return edits, os.Rename(temporary, filepath.Join(folder, "state.json"))
}

func contentPath(folder string, f *file) string { return filepath.Join(folder, "files", f.UniqueID) }

func (s *Server) load(folder string) error {
	data, err := os.ReadFile(filepath.Join(folder, "state.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var snap snapshot
	if err := json.Unmarshal(data, &snap); err != nil {
		return err
	}
	if snap.Format != format {
		return fmt.Errorf("it has format %d, this program writes %d", snap.Format, format)
	}
	for _, f := range snap.Files {
		if f.HasData {
			if f.Data, err = os.ReadFile(contentPath(folder, f)); err != nil {
				return err
			}
			f.stored = true
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// A kill may have come after ids were given out and before they were
	// saved; a gap makes sure that none is given out twice.
	s.queue.nextID = snap.NextUpdate + 100
	s.albums, s.fileCount, s.version, s.people = snap.Albums+10, snap.FileCount+10, snap.Version+100, snap.People
	s.queue.allowed, s.profile.commands, s.profile.description = snap.Allowed, snap.Commands, snap.Description
	for _, c := range snap.Chats {
		s.chats[c.ID] = c
	}
	for _, f := range snap.Files {
		s.files[f.ID] = f
	}
	for _, u := range snap.Pending {
		s.queue.pending = append(s.queue.pending, &update{id: u.ID, chat: u.Chat, body: u.Body})
	}
	return nil
}
