package monthly

// notes are the definitions that go with every report.
func notes(basis Basis) []Words {
	counted := Words{"统计口径：按办结。受理按上报时间计，办结按办结时间计；上期结存是期初还没有办结的。",
		"Counted by closing: received by the time of the report, concluded by the time of closing; carried over is what was open at the beginning."}
	if basis == Received {
		counted = Words{"统计口径：按受理。只数本期上报的，以及它们到现在的结果；没有上期结存。",
			"Counted by receipt: the cases reported in the period and what has become of them up to now; nothing is carried over."}
	}
	return []Words{
		counted,
		{"月份是北京时间的自然月。", "Months are calendar months in Asia/Shanghai."},
		{"合计 = 上期结存 + 本期受理 + 转入转出 = 各类型之和 = 各办理结果 + 未办结 = 各案件来源 + 未办结 = 各调解主体 + 未办结。",
			"Total = carried over + received + moved = the types = the outcomes + pending = the sources + pending = the mediators + pending."},
		{"转入转出：期初以前上报、本期改了单位或类型的，转入减转出，所以可以是负数。同期上报的直接算到现在的单位和类型。",
			"Moved: cases reported earlier whose unit or type changed in the period, in less out, so it may be negative. Those reported in the period count where they are now."},
		{"重新打开的，在重新打开的当月冲减原来的结果。", "A reopened case takes its conclusion back in the month of reopening."},
		{"成功率 = 调解成功 ÷ 办结合计；撤回、终止、转诉讼、转公安都在办结里。", "Success rate = settled / concluded; withdrawn, ended and referred ones are concluded."},
		{"类型共 18 种；劳动争议小计 = 拖欠农民工工资 + 其他劳动争议，消费小计 = 电子商务 + 其他消费，都不重复计入合计。",
			"18 types; the labour and consumer subtotals repeat their two types and are not added again."},
		{"未登记：办结时没有人登记来源、主体、人数或履行情况。", "Not recorded: nobody said at closing."},
		{"涉及人数分档：50人以下不含50；50-100人含50不含100；100-500人都含；500人以上不含500。",
			"Bands of people: under 50; 50 to 99; 100 to 500; over 500."},
		{"派警 = 受理 - 上报时已经办好的。响应率 = 按时接 ÷ 派警。按时：在这一件的接警时限内（紧急 5 分钟、较急 30 分钟、一般 24 小时、红色火灾隐患 2 小时），从上报算起。",
			"Calls = received less those that were settled when reported. Response rate = accepted in time / calls. In time: by the case's own deadline (5 min, 30 min, 24 h; 2 h for a red fire hazard) from the report."},
		{"用时按档计（一小时以内到分钟，往上到小时、天），写的是不超过多少分钟；中位数和九成数按最近名次。",
			"Times are counted in steps and given as their upper bound in minutes; median and 90th percentile by nearest rank."},
		{"解决率 = 评价已解决 ÷ 评价，满意率 = 四星五星 ÷ 评价。", "Resolved = rated settled / ratings; content = four or five stars / ratings."},
		{"火灾隐患等级：查处或核实的火灾隐患，按民警核定的等级；系统的初判不计，没有人核定的是未定级。",
			"Grades: fire hazards acted on or checked, as an officer graded them; what the machine proposes is not counted."},
		{"有效线索 = 查处 + 核实。", "A valid tip was acted on or checked."},
	}
}

var publicNote = Words{"公开版：1 和 2 以 * 代替，并一并隐去能推算出它们的数。", "Published: 1 and 2 are shown as *, and so is what would give them away; a * may be any number."}
