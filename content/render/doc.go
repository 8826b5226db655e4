// Package render keeps renderings: each is made once however many ask for it, cut off
// when it takes too long, and kept in memory and on disk under the hash of everything
// that went into it. What a rendering is, it does not know.
package render
