package payload

// Handover is what lies open when somebody goes off duty: for who goes, and
// for the station's leader.
type Handover struct {
	Who     string     `json:"who"`           // label of who goes off duty
	You     bool       `json:"you,omitempty"` // the recipient is the one
	Mine    []CaseLine `json:"mine,omitempty"`
	Waiting []CaseLine `json:"waiting,omitempty"` // at the station, for somebody to accept
	Others  []CaseLine `json:"others,omitempty"`  // overdue with somebody else of the station

	// How many there are of each; lists are cut to what a message holds.
	MineTotal    int `json:"mine_total"`
	WaitingTotal int `json:"waiting_total"`
	OverdueTotal int `json:"overdue_total"` // of the whole station
}
