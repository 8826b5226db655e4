package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/crypto/argon2"
)

// peer is a server that we are compared with, as a process of its own.
type peer struct {
	base    string
	process *exec.Cmd
	ended   chan error
}

// peers that this program is itself, when told so by its arguments.
const (
	rawPeer       = "raw-fiber"
	unboundedPeer = "unbounded-argon2"
)

// bare is the 20 KB that the raw server answers with.
var bare = []byte(strings.Repeat("<p>Twenty kilobytes of nothing in particular.</p>\n", 20<<10/50))

// serve is this program as a peer: never returns but with an error.
func serve(name, address string) error {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Get("/", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
		return c.Send(bare)
	})
	if name == unboundedPeer {
		app.Post("/", func(c *fiber.Ctx) error {
			key := argon2.IDKey([]byte("a password of some length"), []byte("sixteen of salt."), 2, 19<<10, 1, 32)
			return c.SendString(fmt.Sprintf("%x", key))
		})
	}
	if err := app.Listen(address); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	return nil
}

// startSelf runs this program as one of the peers.
func startSelf(ctx context.Context, name string) (*peer, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	return startPeer(ctx, address, self, "-serve", name, "-address", address)
}

var errNoNginx = errors.New("nginx is not in the path")

// startNginx runs nginx on a folder with the page, ready compressed; errNoNginx where there is none.
func startNginx(ctx context.Context, folder string, page []byte) (*peer, error) {
	program, err := exec.LookPath("nginx")
	if err != nil {
		return nil, errNoNginx
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	var compressed bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&compressed, gzip.BestCompression)
	_, err = writer.Write(page)
	if err = errors.Join(err, writer.Close()); err != nil {
		return nil, fmt.Errorf("compress the page: %w", err)
	}
	conf := fmt.Sprintf(`daemon off; pid %[1]s/pid; error_log %[1]s/error.log; worker_processes 1; events { worker_connections 256; }
http { access_log off; client_body_temp_path %[1]s/a; proxy_temp_path %[1]s/b; fastcgi_temp_path %[1]s/c; uwsgi_temp_path %[1]s/d; scgi_temp_path %[1]s/e;
types { text/html html; } gzip_static on; open_file_cache max=16; keepalive_requests 1000000;
server { listen %[2]s; root %[1]s; } }`, folder, address)
	for name, content := range map[string][]byte{"index.html": page, "index.html.gz": compressed.Bytes(), "nginx.conf": []byte(conf)} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return nil, fmt.Errorf("write for nginx: %w", err)
		}
	}
	for of, mode := range map[string]os.FileMode{folder: 0o755, filepath.Dir(folder): 0o711} { // its worker is somebody else
		if err := os.Chmod(of, mode); err != nil {
			return nil, fmt.Errorf("open the folder to nginx: %w", err)
		}
	}
	return startPeer(ctx, address, program, "-p", folder, "-c", filepath.Join(folder, "nginx.conf"), "-e", filepath.Join(folder, "error.log"))
}

func startPeer(ctx context.Context, address, program string, args ...string) (*peer, error) {
	p := &peer{base: "http://" + address, process: exec.CommandContext(ctx, program, args...), ended: make(chan error, 1)}
	p.process.Stderr = os.Stderr
	if err := p.process.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	go func() { p.ended <- p.process.Wait() }()
	for range 1000 {
		if answer, err := http.Get(p.base + "/"); err == nil { //nolint:noctx // bounded by the loop
			_ = answer.Body.Close()
			return p, nil
		}
		select {
		case err := <-p.ended:
			return nil, fmt.Errorf("%s ended: %w", program, err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	p.stop()
	return nil, fmt.Errorf("%s does not answer", program)
}

func (p *peer) stop() {
	_ = p.process.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(10 * time.Second):
		_ = p.process.Process.Kill()
	}
}

func freeAddress(ctx context.Context) (string, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a port: %w", err)
	}
	return ln.Addr().String(), ln.Close()
}
