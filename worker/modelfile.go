package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"secondbrother/worker/classify"
	"secondbrother/worker/classify/linear"
)

const previous = ".previous"

// replace writes a model in the place of path and keeps what was there as
// path.previous. It is written whole beside its place first: an interrupted
// training leaves the model that was there.
func replace(path string, save func(io.Writer) error) (size int, err error) {
	var file bytes.Buffer
	if err := save(&file); err != nil {
		return 0, err
	}
	if err := os.WriteFile(path+".new", file.Bytes(), 0o644); err != nil {
		return 0, fmt.Errorf("写不了模型文件 · write the model: %w", err)
	}
	if err := os.Rename(path, path+previous); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("留不下旧模型 · keep the old model: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return 0, fmt.Errorf("写不了模型文件 · write the model: %w", err)
	}
	return file.Len(), nil
}

// restore exchanges a model and the one before it, so that doing it again
// undoes it.
func restore(path string) error {
	if _, err := os.Stat(path + previous); err != nil {
		return fmt.Errorf("没有上一个模型 · there is no model before this one: %w", err)
	}
	for _, move := range [][2]string{{path, path + ".new"}, {path + previous, path}, {path + ".new", path + previous}} {
		if err := os.Rename(move[0], move[1]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("换不回上一个模型 · put the model back: %w", err)
		}
	}
	return nil
}

// readSorter reads a classifier's file; an empty path means the embedded one.
func readSorter(path string) (*classify.Sorter, error) {
	if path == "" {
		return classify.Embedded(), nil
	}
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("打不开模型 · open the model: %w", err)
	}
	s, err := classify.Load(file)
	if err != nil {
		return nil, fmt.Errorf("%s 不是分类器 · is no classifier: %w", path, err)
	}
	return s, nil
}

// sorterOr reads a classifier's file, or gives the embedded one where there is
// no file yet.
func sorterOr(path string) (*classify.Sorter, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return classify.Embedded(), nil
	}
	return readSorter(path)
}

// readLinear reads a plain model's file; ok is false where it is another kind
// of file.
func readLinear(path string) (m *linear.Model, ok bool, err error) {
	file, err := os.ReadFile(path)
	if err != nil {
		return nil, false, fmt.Errorf("打不开模型 · open the model: %w", err)
	}
	m, err = linear.Load(bytes.NewReader(file))
	if errors.Is(err, linear.ErrFile) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("%s 读不出模型 · is no model: %w", path, err)
	}
	return m, true, nil
}
