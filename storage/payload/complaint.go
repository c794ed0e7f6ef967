package payload

// Complaint is whom a report complains of, as its reporter answered. Zero but
// there: they would rather not say, or mean the station of the place.
type Complaint struct {
	Name string `json:"name,omitempty"` // a unit, a badge or an officer's name, as it was typed
}

// ComplaintName is how long a Name may be, in characters.
const ComplaintName = 100
