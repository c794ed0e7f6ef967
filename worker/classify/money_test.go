package classify

import "testing"

// TestMoneyMoving: of frauds as they are told, those marked urgent are the ones
// whose money may still be stopped. A miss costs money, a false alarm a desk's
// five minutes; both stay rare.
func TestMoneyMoving(t *testing.T) {
	moving, found, others, alarms := 0.0, 0.0, 0.0, 0.0
	for _, m := range messages(t) {
		if m.category != codeFraud {
			continue
		}
		said := MoneyMoving(m.category, Classify(m.text, Tip).Urgency, m.text)
		if m.urgency == Routine {
			others++
			alarms += is(said)
			continue
		}
		moving++
		found += is(said)
		if !said {
			t.Logf("missed: %s", m.text)
		}
	}
	t.Logf("%.0f of %.0f found, %.0f false alarms of %.0f", found, moving, alarms, others)
	if moving < 10 || found/moving < .9 || alarms/others > .1 {
		t.Errorf("%.0f of %.0f found, %.0f false alarms of %.0f", found, moving, alarms, others)
	}
	for _, no := range []bool{MoneyMoving("tip.theft", Urgent, "正在转账"), MoneyMoving(codeFraud, Routine, "去年被骗转账了三万"), MoneyMoving(codeFraud, "", ""), MoneyMoving("", Emergency, "正在转账")} {
		if no {
			t.Error("money moves where nobody said so")
		}
	}
}
