//go:build race

package main

// The race detector watches, at ten times the cost.
func init() { watched = true }
