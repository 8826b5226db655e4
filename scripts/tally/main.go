// Command tally reads `go test -json` from standard input, prints what failed or
// was skipped as it happens, and closes with one row: counts and seconds. With
// -append it also adds the row to a file, from which scripts/test prints its table.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"
)

type event struct {
	Action  string
	Package string
	Test    string
	Output  string
	Elapsed float64
}

func main() {
	name := flag.String("name", "tests", "what the row is called")
	file := flag.String("append", "", "a file to add the row to")
	flag.Parse()
	start := time.Now()
	passed, failed, skipped := 0, 0, 0
	output := map[string][]string{}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 64<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text()) // a build error, a panic of the tool
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			output[key] = append(output[key], e.Output)
		case "pass", "fail", "skip":
			if e.Action == "fail" || e.Action == "skip" && e.Test != "" {
				fmt.Printf("--- %s %s\n", e.Action, key)
				for _, line := range output[key] {
					fmt.Print(line)
				}
			}
			if e.Test != "" {
				switch e.Action {
				case "pass":
					passed++
				case "fail":
					failed++
				case "skip":
					skipped++
				}
			} else {
				fmt.Printf("%-4s %-44s %6.1f s\n", e.Action, e.Package, e.Elapsed)
			}
			delete(output, key)
		case "build-fail":
			failed++
			for _, lines := range output {
				for _, line := range lines {
					fmt.Print(line)
				}
			}
			clear(output)
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
	row := fmt.Sprintf("%-34s %6d passed %4d failed %4d skipped %7.0f s", *name, passed, failed, skipped, time.Since(start).Seconds())
	fmt.Println(row)
	if *file != "" {
		f, err := os.OpenFile(*file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
		if err == nil {
			_, err = fmt.Fprintln(f, row)
			f.Close()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "tally:", err)
			os.Exit(1)
		}
	}
	if failed > 0 {
		os.Exit(1)
	}
	if passed == 0 {
		fmt.Fprintln(os.Stderr, "tally: no test ran")
		os.Exit(1)
	}
}
