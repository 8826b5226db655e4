// Package portal holds the rules of a partner program: what a partner, a
// referral, a collection, a ledger entry, a payout and a tier are, and which
// next value each step may have.
//
// It is pure: no storage, no network, no clock and no randomness. A rule takes
// values and returns values; the time is always an argument. Whatever a program
// may decide for itself (a rate, a deadline, a weight) is a field of [Program]
// or [Terms], read from content/program, never a constant in code.
package portal
