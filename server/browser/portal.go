package browser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// Portal is the real server, running as a process of its own on a loopback port.
type Portal struct {
	Base string // http://localhost:PORT

	process *exec.Cmd
	ended   chan error
	said    *said
}

// Build compiles the server into a folder and returns the program's path.
func Build(ctx context.Context, folder string) (string, error) {
	path := filepath.Join(folder, "tandem")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", path, "tandem/server").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the server: %w\n%s", err, out)
	}
	return path, nil
}

// Run starts the program with a data folder and settings of the form NAME=value,
// and waits until it is ready. Nothing of our own environment but the path reaches it.
func Run(ctx context.Context, program, data string, settings ...string) (*Portal, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	p := &Portal{Base: "http://localhost:" + port, ended: make(chan error, 1), said: &said{}}
	p.process = exec.CommandContext(ctx, program)
	p.process.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + data, "TANDEM_DATA=" + data, "TANDEM_LISTEN=127.0.0.1:" + port, "TANDEM_BASE_URL=" + p.Base,
	}, settings...)
	p.process.Stdout, p.process.Stderr = p.said, p.said
	p.process.Cancel = func() error { return p.process.Process.Signal(syscall.SIGTERM) }
	p.process.WaitDelay = 30 * time.Second
	if err := p.process.Start(); err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	go func() { p.ended <- p.process.Wait() }()
	if err := p.ready(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%w\n%s", err, p.Said()), p.Stop())
	}
	return p, nil
}

// ready waits until the portal says that it can do its work.
func (p *Portal) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Base+"/readyz", nil)
		if err != nil {
			return fmt.Errorf("ask whether it is ready: %w", err)
		}
		if answer, err := http.DefaultClient.Do(request); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case err := <-p.ended:
			p.ended <- err
			return fmt.Errorf("the server ended before it was ready: %w", err)
		case <-ctx.Done():
			return fmt.Errorf("the server does not get ready: %w", ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Stop asks the server to finish and waits for it. What it says at its end is in Said.
func (p *Portal) Stop() error {
	_ = p.process.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-p.ended:
		p.ended <- err
		if err != nil {
			return fmt.Errorf("stop the server: %w", err)
		}
		return nil
	case <-time.After(patience):
		_ = p.process.Process.Kill()
		return errors.New("the server does not stop")
	}
}

// PID is the id of the server's process.
func (p *Portal) PID() int { return p.process.Process.Pid }

// Said is what the server printed so far.
func (p *Portal) Said() string { return p.said.String() }

// said collects output that is read while it is being written.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// freePort is a loopback port that nobody listens on.
func freePort(ctx context.Context) (string, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a port: %w", err)
	}
	_, port, err := net.SplitHostPort(ln.Addr().String())
	return port, errors.Join(err, ln.Close())
}
