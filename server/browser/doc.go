// Package browser opens the portal's pages in a real Chromium: it starts the
// browser, knows the table of pages ([Pages]) and who may see each, and its tests
// hold every page to the same gates: no accessibility finding, a Tab walk that
// never loses its ring, no violation of the content security policy, no sideways
// scroll, targets large enough, a bounded weight, and use without script.
//
// To add a page to the gates: one row in pages.go. A test fails when a route that
// answers GET is in no row. Nothing here is part of the server that people run.
package browser
