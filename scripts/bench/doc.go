// Command bench measures the portal beside its peers in one run: every server is
// started here on loopback, every answer is checked, rounds are interleaved in a
// rotating order, and what counts is the processor time of a server's process
// tree for one request, as a ratio. Requests per second are printed and judge nothing.
//
//	go run ./scripts/bench -suite pages [-rounds 7] [-requests 10000] [-json FILE]
//
//	go run ./scripts/bench -suite money [-entries 1000000] [-mongodb URI]
//
// The suite money makes a ledger by the program's own methods, and measures how fast
// cash is taken in, how long other terms take over all of it, and how long it takes to prove; on
// MongoDB as well when there is a server (scripts/mongodb start prints its URI). Each goal is held to the
// wall and to the processor time of all cores, which is what counts beside other work.
//
//	go run ./scripts/bench -suite render
//
// The suite render measures in processor time what the pages, files and pictures of an
// asset cost, warm and as the first of a process, beside Chromium and Hugo when they are there.
//
// A verdict is refused where the rounds disagree. What is asserted stands in tests, not here.
package main
