// Package typeset sets documents in pages: blocks in, a tagged PDF file out. It is
// pure: the same document gives the same bytes on every machine, and it knows
// neither assets nor partners.
//
// The walk of one request:
//
//  1. content reads the asset's tree and its merge fields into a [Document] of blocks.
//  2. shape.go turns the words of a block into glyphs: bidi, scripts, a fallback for each rune.
//  3. lines.go breaks them so that the right edge is even; flow.go stacks lines and boxes into strips.
//  4. pages.go puts strips on pages: no heading, first or last line, or table row is left alone.
//  5. draw.go writes them through the package pdf, each mark under its element, in the order of reading.
package typeset
