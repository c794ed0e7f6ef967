// Package linear sorts short texts by a linear model over character n-grams
// with an explicit vocabulary: every weight belongs to words that can be shown
// as a reason. It knows no taxonomy; labels are the training file's own.
//
// One-versus-rest L2-loss support vector machines, trained by dual coordinate
// descent (Hsieh et al., 2008, the method of liblinear) over sublinear tf-idf
// of 1- to 3-grams. Training is deterministic for a seed.
package linear

// Sample is one labelled text.
type Sample struct{ Label, Text string }
