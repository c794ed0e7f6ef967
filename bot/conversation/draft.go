package conversation

// Draft is a report that is being told. Fields are the conversation's own.
type Draft struct{}

// Errand is a short guided act on a case: asking, noting, transferring, closing.
type Errand struct{}
