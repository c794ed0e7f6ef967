package page

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"secondbrother/scripts/sandbox/botapi"
)

func (s *site) peopleRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /sandbox/api/bot", s.bot)
	mux.HandleFunc("GET /sandbox/api/invitations", s.listInvitations)
	mux.HandleFunc("GET /sandbox/api/persons", func(w http.ResponseWriter, _ *http.Request) { reply(w, s.api.People(), nil) })
	mux.HandleFunc("POST /sandbox/api/persons", s.addPerson)
	mux.HandleFunc("GET /sandbox/api/persons/{person}/messages", s.messages)
	mux.HandleFunc("GET /sandbox/files/{file}", func(w http.ResponseWriter, r *http.Request) {
		s.api.ServeDownload(w, r, r.PathValue("file"))
	})
	mux.HandleFunc("POST /sandbox/api/groups", s.createGroup)
	mux.HandleFunc("POST /sandbox/api/groups/{group}/migrate", s.migrate)
	mux.HandleFunc("POST /sandbox/api/groups/{group}/remove-bot", s.removeBot)
}

func (s *site) bot(w http.ResponseWriter, r *http.Request) {
	bot := s.api.Bot()
	reply(w, map[string]any{"name": bot.FirstName, "username": bot.Username, "pending": s.api.Pending(),
		"listening": s.api.Listening(), "description": s.api.Description(r.URL.Query().Get("language"))}, nil)
}

func (s *site) addPerson(w http.ResponseWriter, r *http.Request) {
	in, err := body[struct {
		Name     string `json:"name"`
		LastName string `json:"last_name"`
		Username string `json:"username"`
		Language string `json:"language"`
	}](w, r)
	if err != nil {
		reply(w, nil, err)
		return
	}
	p, err := s.api.AddPerson(in.Name, in.Username, in.Language)
	if err == nil {
		err = s.api.SetLastName(p.ID, in.LastName)
	}
	reply(w, p, err)
}

// messages answers the chat as the person sees it, at once or, with
// ?after=VERSION&wait=5s, as soon as it is newer than that version.
func (s *site) messages(w http.ResponseWriter, r *http.Request) {
	person, err := personID(r)
	if err != nil {
		reply(w, nil, err)
		return
	}
	q := r.URL.Query()
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(q.Get(name), 10, 64)
		return n
	}
	wait, _ := time.ParseDuration(q.Get("wait"))
	if wait <= 0 {
		state, err := s.api.State(person, number("chat"))
		reply(w, state, err)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), min(wait, time.Minute))
	defer cancel()
	state, err := s.api.Wait(ctx, person, number("chat"), number("after"))
	reply(w, state, err)
}

func (s *site) createGroup(w http.ResponseWriter, r *http.Request) {
	in, err := body[struct {
		Title   string  `json:"title"`
		Members []int64 `json:"members"`
	}](w, r)
	if err != nil {
		reply(w, nil, err)
		return
	}
	id, err := s.api.CreateGroup(in.Title, in.Members)
	reply(w, map[string]int64{"id": id}, err)
}

func groupID(r *http.Request) int64 {
	id, _ := strconv.ParseInt(r.PathValue("group"), 10, 64)
	return id
}

func (s *site) migrate(w http.ResponseWriter, r *http.Request) {
	id, err := s.api.Migrate(groupID(r))
	reply(w, map[string]int64{"id": id}, err)
}

func (s *site) removeBot(w http.ResponseWriter, r *http.Request) {
	reply(w, map[string]bool{"ok": true}, s.api.RemoveBot(groupID(r)))
}

func (s *site) faultRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /sandbox/faults", func(w http.ResponseWriter, _ *http.Request) { reply(w, s.api.Faults(), nil) })
	mux.HandleFunc("POST /sandbox/faults", func(w http.ResponseWriter, r *http.Request) {
		f, err := body[botapi.Fault](w, r)
		if err == nil {
			f, err = s.api.Order(f)
		}
		reply(w, f, err)
	})
	mux.HandleFunc("DELETE /sandbox/faults", func(w http.ResponseWriter, _ *http.Request) {
		s.api.ClearFaults()
		reply(w, map[string]bool{"ok": true}, nil)
	})
}
