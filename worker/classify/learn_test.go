package classify_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"secondbrother/worker/classify"
	"secondbrother/worker/classify/assess"
	"secondbrother/worker/classify/corpus"
)

// some is a part of the training part: enough to learn from, few enough to learn
// fast, and none of the hard messages.
func some() classify.Lesson {
	var l classify.Lesson
	for i, m := range corpus.Training() {
		if i%20 == 0 && !m.Hard {
			l.Messages = append(l.Messages, m)
		}
	}
	l.Words = corpus.Words()
	l.Folds = 2
	l.Fold = func(m classify.Message) int { return len(m.Text) % 2 }
	return l
}

func TestLearnIsDeterministicAndFilesReadBack(t *testing.T) {
	var files [2]bytes.Buffer
	var unseen []classify.Unseen
	for i := range files {
		s, answers, err := classify.Learn(t.Context(), some())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Save(&files[i]); err != nil {
			t.Fatal(err)
		}
		unseen = answers
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("the same lesson gave two classifiers")
	}
	loaded, err := classify.Load(files[0].Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := loaded.Save(&again); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(files[0].Bytes(), again.Bytes()) {
		t.Error("a classifier changed by being read")
	}
	// Half of a twentieth of the corpus teaches something, and not everything.
	r := assess.Assess(unseen)
	if r.Texts != len(some().Messages) || r.Category.Accuracy < .45 || r.Category.Accuracy > .9 || r.Recall() < .98 {
		t.Errorf("category accuracy %.3f, recall %.3f of %d unseen", r.Category.Accuracy, r.Recall(), r.Texts)
	}
}

func TestLearnRefuses(t *testing.T) {
	good := classify.Message{Category: "tip.theft", Urgency: classify.Routine, Text: "电动车没了"}
	for name, change := range map[string]func(*classify.Lesson){
		"category": func(l *classify.Lesson) { l.Messages[0].Category = "tip.nothing" },
		"urgency":  func(l *classify.Lesson) { l.Messages[0].Urgency = "soon" },
		"part":     func(l *classify.Lesson) { l.Folds, l.Fold = 1, func(classify.Message) int { return 1 } },
	} {
		l := classify.Lesson{Messages: []classify.Message{good}}
		change(&l)
		if _, _, err := classify.Learn(t.Context(), l); !errors.Is(err, classify.ErrLesson) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := classify.Learn(ctx, some()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func FuzzLoad(f *testing.F) {
	var file bytes.Buffer
	if err := classify.Embedded().Save(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes()[:2000])
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := classify.Load(data); err == nil {
			s.Classify("着火了\x00\xff", "")
		}
	})
}
