package web

const (
	deskPayouts    = "/desk/payouts"
	deskStatements = "/desk/payouts/statements"
)
