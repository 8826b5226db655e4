package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of processor time in /proc on Linux, whatever the kernel's own is.
const tick = 10 * time.Millisecond

// process is one line of /proc/PID/stat, as far as it matters.
type process struct {
	pid, parent int
	cpu         time.Duration // user and system
}

// parseStat reads a line of /proc/PID/stat. The name in it may hold anything, a parenthesis too.
func parseStat(line string) (process, error) {
	end := strings.LastIndexByte(line, ')')
	start := strings.IndexByte(line, '(')
	if start < 0 || end < start {
		return process{}, fmt.Errorf("no name in %q", line)
	}
	fields := strings.Fields(line[end+1:]) // from state, the third field, on
	if len(fields) < 13 {
		return process{}, fmt.Errorf("%d fields in %q", len(fields), line)
	}
	number := func(s string) int {
		n, _ := strconv.Atoi(s)
		return n
	}
	return process{
		pid: number(strings.TrimSpace(line[:start])), parent: number(fields[1]),
		cpu: time.Duration(number(fields[11])+number(fields[12])) * tick,
	}, nil
}

// tree is a process with all its descendants.
func tree(root int) ([]process, error) {
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, fmt.Errorf("list the processes: %w", err)
	}
	children := map[int][]process{}
	var list []process
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err != nil {
			continue // it ended meanwhile
		}
		p, err := parseStat(string(line))
		if err != nil {
			return nil, err
		}
		children[p.parent] = append(children[p.parent], p)
		if p.pid == root {
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("process %d is gone", root)
	}
	for i := 0; i < len(list); i++ {
		list = append(list, children[list[i].pid]...)
	}
	return list, nil
}

// spent is the processor time of a process tree so far, user and system: of its
// threads to the nanosecond where the kernel tells, else in ticks.
func spent(root int) (time.Duration, error) {
	list, err := tree(root)
	var sum time.Duration
	for _, p := range list {
		exact, found := threads(p.pid)
		if !found {
			exact = p.cpu
		}
		sum += exact
	}
	return sum, err
}

// idle is the part of a core below which a server has nothing of its own to do.
const idle = 0.05

// settled waits until a server does nothing by itself for a while: after its start it
// looks whether anything was left undone. It gives up after a minute and says so.
func settled(ctx context.Context, root int, look time.Duration) error {
	quiet := 0
	before, err := spent(root)
	for range time.Minute / look {
		if err != nil {
			return err
		}
		select {
		case <-time.After(look):
		case <-ctx.Done():
			return fmt.Errorf("stopped: %w", ctx.Err())
		}
		var after time.Duration
		if after, err = spent(root); float64(after-before) > idle*float64(look) {
			quiet = 0
		} else if quiet++; quiet == 3 {
			return err
		}
		before = after
	}
	return fmt.Errorf("the server of process %d does not come to rest", root)
}

// threads is what the threads of a process ran for, by its scheduler's figures.
func threads(pid int) (sum time.Duration, found bool) {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the thread ended meanwhile
		}
		ns, err := strconv.ParseInt(strings.Fields(string(text) + " x")[0], 10, 64)
		if err != nil {
			return 0, false
		}
		sum += time.Duration(ns)
	}
	return sum, sum > 0
}

// memory reads a line of /proc/PID/status, such as VmRSS or VmHWM, in bytes.
func memory(pid int, line string) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, fmt.Errorf("read the memory of %d: %w", pid, err)
	}
	return parseMemory(string(text), line)
}

func parseMemory(status, line string) (int64, error) {
	for row := range strings.Lines(status) {
		if rest, found := strings.CutPrefix(row, line+":"); found {
			kb, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			if err != nil {
				return 0, fmt.Errorf("read %s: %w", line, err)
			}
			return kb << 10, nil
		}
	}
	return 0, fmt.Errorf("no line %s", line)
}

// machine is where a run took place.
type machine struct {
	Cores  int     `json:"cores"`
	Model  string  `json:"model"`
	Kernel string  `json:"kernel"`
	Load   float64 `json:"load_before"` // average of the last minute
	Go     string  `json:"go"`
}

func here() machine {
	m := machine{Cores: runtime.NumCPU(), Go: runtime.Version()}
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.Load, _ = strconv.ParseFloat(strings.Fields(string(text))[0], 64)
	}
	if text, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		m.Kernel = strings.TrimSpace(string(text))
	}
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for row := range strings.Lines(string(text)) {
			if name, value, found := strings.Cut(row, ":"); found && strings.TrimSpace(name) == "model name" {
				m.Model = strings.TrimSpace(value)
				break
			}
		}
	}
	return m
}
