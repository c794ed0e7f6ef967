package classify

import "testing"

func TestComplains(t *testing.T) {
	for text, want := range map[string]bool{
		"我要投诉古楼派出所，报了两回案没人管": true,
		"举报一个辅警":           true,
		"有个民警收了饭店的红包":      true,
		"派出所的人态度太差，问啥都不耐烦": true,
		"我们这片的片警护着那个开赌场的":  true,
		"楼下开赌场，已经向派出所举报过":  false,
		"我找派出所民警举报过他们":     false,
		"隔壁天天打人，派出所来过":     false,
		"民警同志您好，有人打人":      false,
		"请民警调解一下":          false,
		"举报楼下麻将馆赌钱":        false,
		"投诉物业收钱不干活":        false,
		"有人冒充警察骗钱":         false,
		"所里的民警收了钱不办事":      true,
		"辅警拿了老板的钱，查都不查":    true,
		"那个民警就是不办事":        true,
		"派出所门口有人打人":        false,
		"民警让他把收的钱退回来":      false,
		"民警帮老人要回了钱":        false,
		"警察抓了个要钱的骗子":       false,
		"":                 false,
	} {
		if Complains(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
