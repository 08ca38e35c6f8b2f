// Package pgtest gives tests a PostgreSQL server: the one that
// KG_TEST_POSTGRES names, or one of their own out of Debian's package
// postgresql, in a temporary folder. Its data is not made durable.
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Variable names a server for the tests to use, by an address whose user may
// create databases.
const Variable = "KG_TEST_POSTGRES"

// password is that of the server that tests start.
const password = "a:secret/word@42"

var (
	mu      sync.Mutex
	users   int // tests, and Main
	address string
	reason  error
	stop    func()
	number  atomic.Int64
)

// Main runs the tests of a package on one server. Without it the server goes
// with the last test that uses it, and comes again with the next.
func Main(m *testing.M) int {
	defer leave()
	_, _ = join(false)
	return m.Run()
}

// join counts a user of the server; begin starts it where there is none.
func join(begin bool) (string, error) {
	mu.Lock()
	defer mu.Unlock()
	users++
	if begin && address == "" && reason == nil {
		if address = os.Getenv(Variable); address == "" {
			address, stop, reason = start()
		}
	}
	return address, reason
}

// leave stops the server behind its last user.
func leave() {
	mu.Lock()
	defer mu.Unlock()
	if users--; users == 0 && stop != nil {
		stop()
		address, stop = "", nil
	}
}

// Server gives the address of a server, which is there until the test ends.
// Without one the test skips.
func Server(t testing.TB) string {
	t.Helper()
	server, err := join(true)
	t.Cleanup(leave)
	if err != nil {
		t.Skipf("%v: install Debian's postgresql or set %s to a server's address", err, Variable)
	}
	return server
}

// Password is the one in the address of Server.
func Password(t testing.TB) string {
	u, err := url.Parse(Server(t))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := u.User.Password()
	return p
}

// Database makes an empty database for a test and gives its address. It is
// dropped when the test ends.
func Database(t testing.TB) string {
	t.Helper()
	ctx := context.Background()
	server, err := url.Parse(Server(t))
	if err != nil {
		t.Fatal(err)
	}
	admin := server.String()
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	name := fmt.Sprintf("kg_test_%d_%d", os.Getpid(), number.Add(1))
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		conn, err := pgx.Connect(ctx, admin)
		if err != nil {
			return // the test ended the server
		}
		defer conn.Close(ctx)
		if _, err := conn.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the database: %v", err)
		}
	})
	server.Path = "/" + name
	return server.String()
}

// binaries finds the folder of the newest server that Debian has installed.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if path, err := exec.LookPath("initdb"); err == nil {
		found = append(found, path)
	}
	if len(found) == 0 {
		return "", errors.New("there is no PostgreSQL server")
	}
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(found[len(found)-1]), nil
}

func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

// start makes a server in a temporary folder. It does not run as root, so
// that root runs it as the user postgres.
func start() (address string, stop func(), err error) {
	bin, err := binaries()
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp("", "kg-postgres-")
	if err != nil {
		return "", nil, err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	server := &server{dir: dir}
	if err := server.chooseUser(); err != nil {
		return "", nil, err
	}
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte(password), 0o644); err != nil {
		return "", nil, err
	}
	data := filepath.Join(dir, "data")
	if err := server.run(filepath.Join(bin, "initdb"), "-D", data, "-U", "kg", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", "--pwfile="+secret); err != nil {
		return "", nil, err
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	process := server.command(filepath.Join(bin, "postgres"), "-D", data, "-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1",
		"-c", "unix_socket_directories="+dir, "-c", "shared_buffers=128MB", "-c", "fsync=off")
	if err := process.Start(); err != nil {
		return "", nil, err
	}
	u := url.URL{Scheme: "postgres", User: url.UserPassword("kg", password), Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Path: "/postgres"}
	stop = func() {
		_ = process.Process.Signal(syscall.SIGQUIT) // at once: nothing of it is kept
		_ = process.Wait()
		os.RemoveAll(dir)
	}
	if err := await(u.String()); err != nil {
		stop()
		return "", nil, err
	}
	return u.String(), stop, nil
}

// server is whom the server runs as.
type server struct {
	dir        string
	credential *syscall.Credential // nil for this user
}

func (s *server) chooseUser() error {
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return errors.New("root cannot run a PostgreSQL server, and there is no user postgres")
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	s.credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.dir, uid, gid)
}

func (s *server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.credential, Setpgid: true} // Ctrl-C is ours to handle
	return cmd
}

func (s *server) run(name string, args ...string) error {
	out, err := s.command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(name), err, strings.TrimSpace(string(out)))
	}
	return nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// await waits until the server lets somebody in.
func await(address string) error {
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var conn *pgx.Conn
		if conn, err = pgx.Connect(context.Background(), address); err == nil {
			return conn.Close(context.Background())
		}
	}
	return fmt.Errorf("the server does not start: %w", err)
}
