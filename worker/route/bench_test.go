package route

import (
	"testing"

	"secondbrother/worker/hours"
)

// BenchmarkDecide: what routing adds to each report.
func BenchmarkDecide(b *testing.B) {
	for _, pattern := range []string{"", "Mon-Fri 08:30-17:30, Sat 09:00-12:00"} {
		rows := market()
		for i := range rows.People {
			rows.People[i].Duty.Pattern, _ = hours.Parse(pattern)
		}
		o, _ := NewOrg(rows)
		f := Facts{Kind: "tip", Category: "tip.fraud", Urgency: "urgent", Area: "371502001001", SubmittedAt: sent}
		b.Run("duty "+pattern, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if d := Decide(o, f, now); d.Owner.Person == 0 {
					b.Fatal("nobody")
				}
			}
		})
	}
}
