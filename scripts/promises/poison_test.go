package promises

import (
	"database/sql"
	"encoding/json"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"secondbrother/storage/payload"
)

// TestPoison: messages that nobody can handle are set aside, counted and told
// to a coordinator; a report of a newer program is kept until there is one; all
// others go on as if nothing were.
func TestPoison(t *testing.T) {
	s := start(t)
	c := s.gather()
	defer c.tell(t)
	city := s.invited("钱市协调员", of("coordinator", "聊城市公安局（示例）"))
	city.Sees("协调员")
	conn, err := nats.Connect(s.nats.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	js, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	put := func(subject, id, body string) {
		t.Helper()
		if _, err := js.Publish(t.Context(), subject, []byte(body), jetstream.WithMsgID(id)); err != nil {
			t.Fatal(err)
		}
	}
	report := payload.Report{
		V: payload.Version + 1, ID: payload.NewID([16]byte{1}), Receipt: payload.NewReceipt(7), Reporter: payload.NewID([16]byte{2}),
		Kind: payload.Tip, Urgency: payload.Routine, Text: "明年的程序写的",
	}
	newer, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	report.V, report.Receipt = payload.Version, "NO-RECEIPT"
	unfit, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	put("report.submitted.tip", "broken", "{\"v\":1,")
	put("report.submitted.tip", "newer", string(newer))
	put("report.submitted.tip", "unfit", string(unfit))
	put("action.accept", "broken", "\xff\xfe")
	put("delivery.answer."+payload.NewID([16]byte{3}), "broken", "[]")
	put("delivery.answer."+payload.NewID([16]byte{4}), "to nobody", `{"v":1,"id":"x","to":"`+payload.NewID([16]byte{4})+`","topic":"done"}`)

	city.Sees("条消息系统处理不了")
	c.volunteer.Says("沙镇老粮库门口天天有人摆摊套圈赌钱")
	c.volunteer.Sees("请核对")
	c.volunteer.Presses("✅ 确认提交")
	number := receipt(t, c.volunteer)
	c.officer.PressesOn(card(c.officer, number, "waits", has("✅ 接警")), "✅ 接警")
	card(c.officer, number, "is mine", has("询问"))

	db, err := sql.Open("postgres", s.database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	s.eventually("three dead letters", func() bool {
		return strings.Join(s.column(db, `SELECT stream || ' ' || reason FROM dead_letters ORDER BY 1`), ", ") ==
			"ACTIONS undecodable, REPORTS receipt, REPORTS undecodable"
	})
	consumer, err := js.Consumer(t.Context(), "REPORTS", "worker-reports")
	if err != nil {
		t.Fatal(err)
	}
	s.eventually("only the newer report waits", func() bool {
		info, err := consumer.Info(t.Context())
		return err == nil && info.NumPending == 0 && info.NumAckPending == 1
	})
	for page, lines := range map[*program][]string{
		s.worker: {"worker_dead_letters_open 3", `worker_dead_letters_total{reason="undecodable",stream="REPORTS"} 1`},
		s.bot:    {`bot_deliveries_total{result="undecodable"} 1`, `bot_deliveries_total{result="unknown"} 1`, `bot_set_aside_total{what="delivery"} 2`},
	} {
		s.eventually(page.name+" counts them", func() bool {
			text := string(s.fetch("http://" + page.listen + "/metrics"))
			for _, line := range lines {
				if !strings.Contains(text, line+"\n") {
					return false
				}
			}
			return true
		})
	}
	logs := []pile{{"the logs", []byte(s.logs())}}
	none(t, logs, map[string]string{"what the poison says": "明年的程序写的"})
	if strings.Contains(s.logs(), "panic") {
		t.Error("somebody panicked")
	}
}
