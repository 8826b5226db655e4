// Package content holds what the program has written down: its rules and terms
// as front matter with prose (content/program), and the library of assets that
// partners download under their own brand (content/library). It reads, checks
// and renders; it stores nothing, has no clock, and knows no person.
//
// A mistake in a file never reaches a reader: [Load] reports every one of them
// at once, each with its file, its line, what is wrong and what to write instead.
package content
