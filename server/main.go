// Command server is Tandem: the partner portal that a company runs itself.
package main

import "fmt"

func main() { fmt.Println("tandem") }
