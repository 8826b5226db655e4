package main

// guard is one thing that keeps money from being lost, doubled or moved by one person
// alone, the change that takes it away, and the test that must then fail.
type guard struct {
	name     string
	file     string // from the root
	old, new string // one place in the file, and what it becomes without the guard
	pack     string
	test     string
}

// guards are all of them. A test holds that each place is there, once, and that each
// named test exists; go run ./scripts/mutate proves that each test fails.
var guards = []guard{
	{
		"a claim is unique", "portal/claim.go",
		`fmt.Sprintf("claim:%s:%d", entry, n)`, `fmt.Sprintf("claim:%s:%d:%d", entry, n, time.Now().UnixNano())`,
		"./portal/program", "TestAnEntryIsInOneOfEightBatchesMadeAtOnce",
	},
	{"who prepares a batch does not approve it", "portal/batch.go", "case by.User == b.PreparedBy:", "case false:", "./portal", "TestBatchNeedsTwoPeopleAndEachStepInTurn"},
	{
		"who proposes an adjustment does not approve it", "portal/adjustment.go",
		"if by.User == a.By {\n\t\treturn Adjustment{}, Errorf(Conflict, \"You proposed this adjustment, so", "if false {\n\t\treturn Adjustment{}, Errorf(Conflict, \"You proposed this adjustment, so",
		"./portal", "TestAnAdjustmentIsDecidedOnceByAnother",
	},
	{"money asks for the second step", "server/web/access.go", `case a.factor && who.Partner == "" && !who.Factor:`, "case false:", "./server/web", "TestStaffNeedTheirSecondStepForRights"},
	{"an entry is held until its day", "portal/balance.go", "} else if e.Held(today) {", "} else if false {", "./portal", "TestBalanceMovesByTheClockAndByFacts"},
	{"a batch takes what is payable by its cut-off", "portal/payout.go", "|| p.Entry.PayableOn > b.Cutoff {", "{", "./portal", "TestSelectTakesWhatIsPayableAndSaysTheOneReasonWhyNot"},
	{"less than the minimum is not paid", "portal/payee.go", "total.Currency == p.Minimum.Currency && total.Minor < p.Minimum.Minor:", "false:", "./portal/program", "TestFromCashToPaidToRefunded"},
	{"a refund is at most what is left", "portal/collection.go", "case in.Amount.Minor > left.Minor:", "case false:", "./portal", "TestRefundGivesBackAtMostWhatIsLeft"},
	{"the same refund is one", "portal/program/refunds.go", "portal.RefundID(in.Source, in.ExternalID))\n\t\tif err == nil {", "portal.RefundID(in.Source, in.ExternalID+\"?\"))\n\t\tif err == nil {", "./portal/program", "TestAnyStepsAgreeWithTheRules"},
	{"what earlier refunds took back is not taken again", "portal/clawback.go", "before := earned.Amount.Share(already.Minor, earned.whole().Minor)", "before := earned.Amount.Share(already.Minor*0, earned.whole().Minor)", "./portal", "TestThreePartsOfAnOddCentReturnToZero"},
	{"a lost update is refused", "portal/store/sqlite/write.go", "body = ?%s WHERE id = ? AND v = ?`", "body = ?%s WHERE id = ? AND v >= ?`", "./portal/store/sqlite", "TestConformance"},
	{"a fact is not written over", "portal/store/facts.go", "if !bytes.Equal(there.Body, d.Body) && !sameFact(there.Body, d.Body) {", "if there.Body == nil {", "./portal/store", "TestAFactTwiceIsOneFact"},
	{"a batch over held money stops", "portal/program/moneyholds.go", "if partner.Frozen() {", "if false {", "./portal/program", "TestMoneyHeldBackDoesNotLeave"},
	{"held money is in no batch", "portal/payee.go", "case p.Frozen:", "case false:", "./portal/program", "TestMoneyHeldBackDoesNotLeave"},
	{"a batch with findings is not approved", "portal/batch.go", "case !b.Check.Clean():", "case false:", "./portal/program", "TestABatchIsCheckedBeforeItIsApproved"},
	{"a payout is held to its hash", "portal/verifypayouts.go", "v.fails(hashEntries(entries) == p.SHA256, ruleFrozen)", "v.fails(true, ruleFrozen)", "./portal", "TestVerifyNamesWhatWasTamperedWith"},
	{"a record is held to its bytes", "portal/store/contenthash.go", "case !same:", "case !same && false:", "./portal/store", "TestARecordThatOtherHandsChangedIsFound"},
	{"a batch that did not go out is not paid", "portal/program/payouts.go", "case portal.BatchExported, portal.BatchPaid, portal.BatchFailed:\n\tdefault:", "case portal.BatchExported, portal.BatchPaid, portal.BatchFailed:\n\tcase \"never\":", "./portal/program", "TestABatchThatDidNotGoOutIsNotMarkedAsPaid"},
	{"a dead process's duty is taken up", "server/jobs/jobs.go", "every = min(every, leaseLife)", "every = max(every, leaseLife)", "./server/jobs", "TestADutyThatAnotherHoldsIsAskedForAgainSoon"},
}
