// Command bench measures the portal beside its peers in one run: every server is
// started here on loopback, every answer is checked, rounds are interleaved in a
// rotating order, and what counts is the processor time of a server's process
// tree for one request, as a ratio. Requests per second are printed and judge nothing.
//
//	go run ./scripts/bench -suite pages [-rounds 7] [-requests 10000] [-json FILE]
//
// A verdict is refused where the rounds disagree. What is asserted stands in tests, not here.
package main
