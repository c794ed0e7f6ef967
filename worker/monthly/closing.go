package monthly

import "fmt"

// Stamp says that a month is closed.
type Stamp struct {
	Number int    `json:"number"`
	Day    string `json:"day"` // when it was closed, Asia/Shanghai
	Digest string `json:"digest"`
}

// Correction is a figure of a closed month that has changed since.
type Correction struct {
	Month string `json:"month"`
	Code  string `json:"code"` // of the row; empty: the total
	Key   string `json:"key"`
	Was   int64  `json:"was"`
	Is    int64  `json:"is"`
}

func (c Correction) String() string {
	name := c.Key
	if column, ok := column(c.Key); ok {
		name = kindWords(column).ZH + " " + column.Name.ZH
	}
	where := c.Code
	if where != "" {
		where += " "
	}
	return fmt.Sprintf("更正 Correction %s %s%s：%d → %d", c.Month, where, name, c.Was, c.Is)
}
