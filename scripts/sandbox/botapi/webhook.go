package botapi

import (
	"net/url"
	"regexp"
	"strings"

	"secondbrother/scripts/sandbox/loopback"
	"secondbrother/scripts/sandbox/telegram"
)

var secretPattern = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// setWebhook starts deliveries. Unlike the public server the sandbox takes
// plain http, but only to this machine: it holds chats and sends them nowhere.
func (s *Server) setWebhook(p params) (any, error) {
	drop, err := p.boolean("drop_pending_updates")
	if err != nil {
		return nil, err
	}
	link := strings.TrimSpace(p.str("url"))
	if link == "" {
		return s.unhook(drop)
	}
	target, err := url.Parse(link)
	if err != nil || target.Scheme != "http" && target.Scheme != "https" || target.Host == "" {
		return nil, badRequest("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if !loopback.IsLocal(target.Hostname()) {
		return nil, badRequest("bad webhook: this sandbox delivers to loopback addresses only")
	}
	secret := p.str("secret_token")
	if secret != "" && !secretPattern.MatchString(secret) {
		return nil, badRequest("secret token contains unallowed characters")
	}
	connections, err := p.integer("max_connections")
	if err != nil {
		return nil, err
	}
	if connections == 0 {
		connections = 40
	}
	if connections < 1 || connections > 100 {
		return nil, badRequest("max_connections must be between 1 and 100")
	}
	if s.queue.allowed, err = allowedUpdates(p, s.queue.allowed); err != nil {
		return nil, err
	}
	if drop {
		s.queue.drop()
	}
	if s.queue.poll != nil {
		s.queue.poll.ended <- conflict("terminated by setWebhook request")
		s.queue.poll = nil
	}
	if s.hook.url == link && s.hook.secret == secret && s.hook.connections == connections {
		return described{true, "Webhook is already set"}, nil
	}
	s.startHook(link, secret, connections)
	return described{true, "Webhook was set"}, nil
}

func (s *Server) deleteWebhook(p params) (any, error) {
	drop, err := p.boolean("drop_pending_updates")
	if err != nil {
		return nil, err
	}
	return s.unhook(drop)
}

func (s *Server) unhook(drop bool) (any, error) {
	if drop {
		s.queue.drop()
	}
	if s.hook.url == "" {
		return described{true, "Webhook is already deleted"}, nil
	}
	go s.hook.stop()() // deliveries under way end by themselves; waiting would hold the lock
	s.hook = webhook{}
	return described{true, "Webhook was deleted"}, nil
}

func (s *Server) getWebhookInfo(params) (any, error) {
	return telegram.WebhookInfo{URL: s.hook.url, PendingUpdateCount: len(s.queue.pending), MaxConnections: s.hook.connections,
		LastErrorDate: s.hook.errorDate, LastErrorMessage: s.hook.errorText, AllowedUpdates: s.queue.allowed}, nil
}
