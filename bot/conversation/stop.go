package conversation

// A stop-payment reaches money for minutes only, and the desk that asks the
// bank for it needs the bank, the card's last digits, the amount and how long
// ago. They are asked before all else, in one message: nobody has the time for four.

// mostStop is the longest answer, in characters.
const mostStop = 200

func askStop(s *step) question { return question{text: s.t("stop.ask")} }

func tellStop(s *step, text string) {
	if len([]rune(text)) > mostStop {
		s.show(s.t("stop.too_long", "n", mostStop))
		return
	}
	s.p.Draft.Stop, s.p.Draft.StopFrom = text, s.in.MessageID
	s.p.Draft.mark(screenStop)
	s.proceed()
}

func skipStop(s *step) {
	s.p.Draft.Stop = ""
	s.p.Draft.mark(screenStop)
	s.proceed()
}

// stoppable says whether there is money to stop and room to say what is needed.
func (s *step) stoppable(j Judgement) bool {
	return j.Moving && s.p.Draft.length()+mostStop+len("止付：\n") <= s.r.MaxText
}
