package main

import (
	"strings"
	"unicode/utf8"
)

// shortName turns the register's name into the one people use:
// 王庄村村民委员会 → 王庄村, 光岳社区居委会 → 光岳社区, 古楼街道办事处 → 古楼街道.
// A 居委会 that is no 社区 keeps its name.
func shortName(official string) string {
	name := strings.TrimSpace(official)
	for _, office := range []string{"街道办事处", "街道办"} {
		if base, ok := strings.CutSuffix(name, office); ok {
			return base + "街道"
		}
	}
	// Three entries of the register lack a character: 五里后村委, 村民委员, 村会.
	for _, office := range []string{"村民委员会", "村民委员", "村委会", "村委", "村会"} {
		if base, ok := strings.CutSuffix(name, office); ok {
			if strings.HasSuffix(base, "社区") || strings.HasSuffix(base, "村") && utf8.RuneCountInString(base) > 1 {
				return base
			}
			return base + "村"
		}
	}
	for _, office := range []string{"居民委员会", "居委会"} {
		if base, ok := strings.CutSuffix(name, office); ok {
			if strings.HasSuffix(base, "社区") || strings.HasSuffix(base, "村") {
				return base
			}
			return base + "居委会"
		}
	}
	return name
}

// stem is what stays of a short name when its kind is taken off; two names of
// one township with the same stem are one place.
func stem(short string) string {
	for _, kind := range []string{"虚拟社区", "居委会", "联合村", "联村", "新村", "社区", "街道", "村", "镇", "乡"} {
		if base, ok := strings.CutSuffix(short, kind); ok && utf8.RuneCountInString(base) > 1 {
			return base
		}
	}
	return short
}
